/**
 * Tests the modules of some folders that `deno task test` leaves out, each in a process of its own, some at a time:
 *
 *     deno run --allow-all test/services/modules.ts FOLDER…
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

/** Runs Deno in the folder of the project; what it printed, and whether it was content. */
async function deno(...args: readonly string[]): Promise<{ success: boolean; output: string }> {
  const command = new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: root,
    ...colourless(),
  });
  const { success, stdout, stderr } = await command.output();
  const text = new TextDecoder();
  return { success, output: text.decode(stdout) + text.decode(stderr) };
}

/** What `deno info` tells of a module, as far as it is used. */
interface Graph {
  readonly modules: readonly { readonly local?: string }[];
}

/** Whether a module asks the environment for a server, itself or through what it imports. */
async function needsServer(module: string): Promise<boolean> {
  const { success, output } = await deno("info", "--json", "--no-npm", module);
  if (!success) throw new Error(`Cannot tell what ${module} imports: ${output}`);
  const { modules } = JSON.parse(output) as Graph;
  return modules.some(({ local }) =>
    local?.startsWith(root) && Deno.readTextFileSync(local).includes("WATERTIGHT_")
  );
}

/** Tests a module; whether it passes. It is printed when it has ended, so that no two are mixed. */
async function passes(module: string): Promise<boolean> {
  // Types are checked with the rest of the project.
  const { success, output } = await deno("test", "--allow-all", "--no-check", module);
  console.log(output);
  const leftOut = /WATERTIGHT_\w+ is not set/.exec(output);
  if (leftOut) console.error(`${module} is not tested as it needs a server: ${leftOut[0]}`);
  return success && !leftOut;
}

/** Does a job for each item, so many at a time; what came of them, in the order of their ends. */
async function forEach<T, R>(items: Iterable<T>, job: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const left = Iterator.from(items);
  const worker = async () => {
    for (const item of left) results.push(await job(item));
  };
  await Promise.all(Array.from({ length: together }, worker));
  return results;
}

/** What `deno task test` leaves out: the seeds of every sink, and what needs a server. */
async function isLeftOut(module: string): Promise<boolean> {
  return module.startsWith("test/seeds/") || await needsServer(module);
}

const modules = Deno.args.flatMap((path) => [...testModules(join(root, path))])
  .map((path) => relative(root, path));
const results = await forEach(
  modules,
  async (module) => !await isLeftOut(module) || await passes(module),
);
Deno.exit(results.every((passed) => passed) && results.length > 0 ? 0 : 1);
