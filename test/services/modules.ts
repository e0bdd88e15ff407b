/**
 * Tests the modules of some folders that `deno task test` leaves out, each in a process of its own, some at a time:
 *
 *     deno run --allow-all test/services/modules.ts FOLDER…
 *
 * Those of the first folder come first, though it is named again with the one it is in: what takes long should.
 *
 * What is open and what is printed belongs to a process: modules in one would be taken for each other's leaks. The
 * exit code is 1 when a test fails, or when one is left out for want of a server.
 */
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { colourless } from "../colourless.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** So many at a time: mostly they wait for a server, or for a limit. */
const together = 4;

function* testModules(path: string): Iterable<string> {
  if (!Deno.statSync(path).isDirectory) return yield path;
  for (const { name, isDirectory } of Deno.readDirSync(path)) {
    if (isDirectory || name.endsWith("_test.ts")) yield* testModules(join(path, name));
  }
}

/** What a program said, and whether it was content. */
interface Ended {
  readonly success: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Deno in the folder of the project. */
async function deno(...args: readonly string[]): Promise<Ended> {
  const command = new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: root,
    ...colourless(),
  });
  const { success, stdout, stderr } = await command.output();
  const text = new TextDecoder();
  return { success, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

/** What `deno info` tells of a module, as far as it is used. */
interface Graph {
  readonly modules: readonly { readonly local?: string }[];
}

/** Whether a module asks the environment for a server, itself or through what it imports. */
async function needsServer(module: string): Promise<boolean> {
  const { success, stdout, stderr } = await deno("info", "--json", "--no-npm", module);
  if (!success) throw new Error(`Cannot tell what ${module} imports: ${stderr}`);
  const { modules } = JSON.parse(stdout) as Graph;
  return modules.some(({ local }) =>
    local?.startsWith(root) && Deno.readTextFileSync(local).includes("WATERTIGHT_")
  );
}

/** Tests a module; whether it passes. It is printed when it has ended, so that no two are mixed. */
async function passes(module: string): Promise<boolean> {
  // Types are checked with the rest of the project.
  const { success, stdout, stderr } = await deno("test", "--allow-all", "--no-check", module);
  console.log(stdout + stderr);
  const missing = /needs WATERTIGHT_\w+|WATERTIGHT_\w+ is not set|^ok \| 0 passed.*/m.exec(stdout);
  if (missing) console.error(`${module} is not tested as it needs a server: ${missing[0]}`);
  return success && !missing;
}

/** Does a job for each item, so many at a time; what came of them, in their order. */
async function forEach<T, R>(items: readonly T[], job: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const left = items.entries();
  const worker = async () => {
    for (const [place, item] of left) results[place] = await job(item);
  };
  await Promise.all(Array.from({ length: together }, worker));
  return results;
}

/** What `deno task test` leaves out: the seeds of every sink, and what needs a server. */
async function isLeftOut(module: string): Promise<boolean> {
  return module.startsWith("test/seeds/") || await needsServer(module);
}

if (Deno.env.get("WATERTIGHT_SERVICES") === undefined) {
  throw new Error("Cannot test as the servers must be started: run it by deno task test:services");
}
const paths = Deno.args.flatMap((path) => [...testModules(join(root, path))]);
const modules = [...new Set(paths.map((path) => relative(root, path)))];
const leftOut = await forEach(modules, isLeftOut);
const results = await forEach(modules.filter((_, place) => leftOut[place]), passes);
Deno.exit(results.length > 0 && results.every((passed) => passed) ? 0 : 1);
