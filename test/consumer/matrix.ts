/**
 * Uses the kit as its users do: packed, installed from the tarball, compiled by their TypeScript against their
 * fast-check, under their runners. `deno task consumer` prints a table and ends with 1 when a cell of it is red.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pack } from "../../.ci/pack.ts";
import { colourless } from "../colourless.ts";

/** The versions of fast-check that a project may have. */
const fastChecks = ["3.23", "4"] as const;

/** What runs a project. A file of tests has to be named as all of the runners find it. */
interface Runtime {
  readonly name: string;
  /** Runs a program. */
  readonly program: readonly string[];
  /** Runs a file of tests. */
  readonly tests: readonly string[];
  /** Comes before the name of the only test to run. */
  readonly filter: string;
}

/** One thing to try, and how it has to end. */
interface Trial {
  readonly name: string;
  readonly command: readonly string[];
  readonly code: number;
  /** What has to be printed. */
  readonly prints: RegExp;
}

/** What came of a trial; `undefined`: all is well. */
interface Cell {
  readonly row: string;
  readonly trial: string;
  readonly problem: string | undefined;
}

const platform = { darwin: "darwin", windows: "win" }[Deno.build.os as string] ?? "linux";
const architecture = Deno.build.arch === "aarch64" ? "arm64" : "x64";

/** The compiler and the runtimes, apart from the projects. */
const tools = [
  `node22@npm:node-${platform}-${architecture}@22`,
  `node24@npm:node-${platform}-${architecture}@24`,
  "bun@1",
  "jest@30",
  "typescript@7",
];

/** Where the tools are, once they are installed. */
function runtimesOf(folder: string): readonly Runtime[] {
  const modules = join(folder, "node_modules");
  const node = (version: string) => join(modules, version, "bin", "node");
  const bun = join(modules, ".bin", "bun");
  const vitest = [node("node24"), "node_modules/vitest/vitest.mjs", "run"];
  const jest = [node("node24"), "--experimental-vm-modules", join(modules, "jest/bin/jest.js")];
  const byNode = (version: string): Runtime => ({
    name: version,
    program: [node(version)],
    tests: [node(version), "--test", "--test-reporter=tap"],
    filter: "--test-name-pattern",
  });
  return [
    byNode("node22"),
    byNode("node24"),
    { name: "bun", program: [bun, "run"], tests: [bun, "test"], filter: "-t" },
    { name: "jest", program: [], tests: jest, filter: "-t" },
    { name: "vitest", program: [], tests: [...vitest, "--globals"], filter: "-t" },
    { name: "vitest, test lent", program: [], tests: vitest, filter: "-t" },
  ];
}

/** All that is tried with one of them. */
function trialsOf({ name, program, tests, filter }: Runtime): readonly Trial[] {
  const suffix = name.includes("lent") ? "_lent.test.ts" : ".test.ts";
  const file = (subject: string) => `${subject}${suffix}`;
  const byTests: Trial[] = [
    {
      name: "sound",
      command: [...tests, file("sound")],
      code: 0,
      // Bun and Jest cannot skip a test that runs; there the reason is printed.
      prints: /# skipped 14\b|write\.last-wins is not judged|\b14 skipped/,
    },
    { name: "cloned", command: [...tests, file("cloned")], code: 0, prints: /clones conforms/ },
    {
      name: "filter",
      command: [...tests, filter, "close.idempotent", file("leaky")],
      code: 0,
      prints: /# pass 1\b|\b1 pass/,
    },
    {
      name: "leaky",
      command: [...tests, file("leaky")],
      code: 1,
      prints: /✗ MUST close\.flushes[^]*(?:# fail 1\b|\b1 fail)/,
    },
  ];
  // Those end a test after 5 s unless they are told otherwise.
  if (["bun", "jest", "vitest"].includes(name)) {
    const command = [...tests, file("slow")];
    byTests.push({ name: "slow", command, code: 0, prints: /ended early by/ });
  }
  if (program.length === 0) return byTests;
  const conform = [...program, "node_modules/.bin/conform"];
  // What `npx @watertight/sinks` runs: the command that is called as the package is.
  const sinks = [...program, "node_modules/.bin/sinks"];
  const begun = `begun-by-${name}`;
  return [
    ...byTests,
    {
      name: "threads",
      command: [...program, "threads.ts"],
      code: 0,
      prints: /^read 1000, written in threads 1000$/m,
    },
    {
      name: "streams",
      command: [...program, "streams.ts"],
      code: 0,
      prints: /^both conform$/m,
    },
    {
      name: "command",
      command: [...conform, "subject.ts", "--seed=1"],
      code: 0,
      prints: /^lines conforms/,
    },
    {
      name: "other name",
      command: [...sinks, "rules", "close.flushes"],
      code: 0,
      prints: /^close\.flushes {2}MUST/m,
    },
    {
      name: "init",
      command: inTurn([...conform, "init", begun], [...tests, `${begun}/conformance.test.ts`]),
      code: 0,
      prints: /^Wrote [^]*(?:# pass [1-9]|\b[1-9]\d* pass)/,
    },
    {
      name: "endless",
      command: [...conform, "endless.ts", "--call-limit=200"],
      code: 1,
      prints: /✗ MUST calls\.settle/,
    },
  ];
}

/** Two commands as one, which ends where the first fails. */
function inTurn(...commands: readonly (readonly string[])[]): readonly string[] {
  const quoted = commands.map((words) => words.map((word) => `'${word}'`).join(" "));
  return ["sh", "-c", quoted.join(" && ")];
}

/** Long enough for any trial; what takes longer hangs. */
const limit = 120_000;

/** Runs a command to its end. */
async function execute(
  [command, ...args]: readonly string[],
  cwd: string,
): Promise<{ code: number; text: string }> {
  const { code, stdout, stderr } = await new Deno.Command(command!, {
    args,
    cwd,
    ...colourless(),
    signal: AbortSignal.timeout(limit),
  }).output();
  const text = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("\n");
  return { code, text };
}

async function attempt(row: string, trial: Trial, folder: string): Promise<Cell> {
  const { name, command, code: wanted, prints } = trial;
  const { code, text } = await execute(command, folder);
  const wrong = [
    ...code === wanted ? [] : [`it must end with ${wanted}: it ended with ${code}`],
    ...prints.test(text) ? [] : [`it must print ${prints}`],
  ];
  const problem = `${command.join(" ")}: ${wrong.join("; ")}\n${text.slice(-3000)}`;
  return { row, trial: name, problem: wrong.length > 0 ? problem : undefined };
}

/** Installs packages into a folder. @throws {Error} when npm fails. */
async function install(folder: string, packages: readonly string[]): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  const command = ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error"];
  const { code, text } = await execute([...command, ...packages], folder);
  if (code !== 0) throw new Error(`Cannot install as npm must end with 0: ${code}\n${text}`);
}

/** As strict as it gets; what the package declares is checked too. */
const compilerOptions = {
  target: "es2023",
  lib: ["es2024", "esnext.disposable"],
  module: "nodenext",
  types: ["node"],
  strict: true,
  exactOptionalPropertyTypes: true,
  noPropertyAccessFromIndexSignature: true,
  noUncheckedIndexedAccess: true,
  noUncheckedSideEffectImports: true,
  erasableSyntaxOnly: true,
  allowImportingTsExtensions: true,
  verbatimModuleSyntax: true,
  skipLibCheck: false,
  noEmit: true,
};

/** Makes a project that uses the tarball beside this version of fast-check. */
async function makeProject(folder: string, tarball: string, fastCheck: string): Promise<void> {
  const packages = [tarball, `fast-check@${fastCheck}`, "@types/node@22", "vitest@5"];
  await install(folder, packages);
  const source = fileURLToPath(new URL("./project/", import.meta.url));
  for (const { name } of Deno.readDirSync(source)) {
    const text = await Deno.readTextFile(join(source, name));
    // Under their real names the tests would be run with those of the kit.
    const file = name.replace("_tests.ts", ".test.ts");
    await Deno.writeTextFile(join(folder, file), text);
    if (file === name) continue;
    const lent = `import { test } from "vitest";\n${text.replace(/\((subject, \{)/, "($1 test,")}`;
    await Deno.writeTextFile(join(folder, file.replace(".test.ts", "_lent.test.ts")), lent);
  }
  const config = JSON.stringify({ compilerOptions, include: ["*.ts"] });
  await Deno.writeTextFile(join(folder, "tsconfig.json"), config);
}

/** Does all tasks, two at a time, and gives their results in order. */
async function inPairs<T>(tasks: readonly (() => Promise<T>)[]): Promise<readonly T[]> {
  const results: T[] = [];
  let next = 0;
  const work = async () => {
    while (next < tasks.length) {
      const index = next++;
      results[index] = await tasks[index]!();
    }
  };
  await Promise.all([work(), work()]);
  return results;
}

/** The most that the tarball may weigh. */
const mostBytes = 300_000;

async function sizeOf(tarball: string): Promise<Cell> {
  const { size } = await Deno.stat(tarball);
  const problem = `The tarball must have at most ${mostBytes} bytes: it has ${size}`;
  return { row: "package", trial: "size", problem: size > mostBytes ? problem : undefined };
}

/** Tries everything in a folder that is empty. */
async function tryAll(folder: string): Promise<readonly Cell[]> {
  const tarball = join(folder, "watertight-sinks.tgz");
  await pack(tarball);
  const projects = fastChecks.map((version) => ({
    version,
    folder: join(folder, `with-${version}`),
  }));
  const toolbox = join(folder, "tools");
  await inPairs([
    () => install(toolbox, tools),
    ...projects.map(({ version, folder }) => () => makeProject(folder, tarball, version)),
  ]);
  const tsc = [
    join(toolbox, "node_modules/node24/bin/node"),
    join(toolbox, "node_modules/.bin/tsc"),
  ];
  const attempts = projects.flatMap(({ version, folder }) => {
    const row = (name: string) => `fast-check ${version}, ${name}`;
    const types: Trial = { name: "types", command: tsc, code: 0, prints: /^\s*$/ };
    return [
      () => attempt(row("typescript"), types, folder),
      ...runtimesOf(toolbox).flatMap((runtime) =>
        trialsOf(runtime).map((trial) => () => attempt(row(runtime.name), trial, folder))
      ),
    ];
  });
  return [await sizeOf(tarball), ...await inPairs(attempts)];
}

/** The table: a row for each runtime, with all that was tried there. */
function tableOf(cells: readonly Cell[]): string {
  return [...Map.groupBy(cells, ({ row }) => row)].map(([row, group]) => {
    const marks = group.map(({ trial, problem }) => `${problem ? "✗" : "✓"} ${trial}`);
    return `${row.padEnd(34)} ${marks.join("  ")}`;
  }).join("\n");
}

if (import.meta.main) {
  const folder = await Deno.makeTempDir();
  try {
    const cells = await tryAll(folder);
    const problems = cells.flatMap(({ row, problem }) => problem ? [`✗ ${row}\n${problem}`] : []);
    console.log([...problems, tableOf(cells)].join("\n\n"));
    Deno.exitCode = problems.length > 0 ? 1 : 0;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
