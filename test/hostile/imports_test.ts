/** Modules that are hostile while they are imported, or take hold of something then. */
import { pathToFileURL } from "node:url";
import { assertEquals } from "../assert.ts";
import { requireLine, resultsOf } from "./supervised.ts";

/** A sound subject, in the source of a module that imports nothing. */
const sound = `
export const rows = [];
export const subject = {
  name: "rows",
  events: {
    generate: (random) => ({ value: { id: random.nextInt(0, 2 ** 30) }, context: undefined }),
    canShrinkWithoutContext: () => false,
    shrink: () => [],
  },
  open() {
    const rows = [];
    const buildPartition = () => {
      let closed = false;
      return {
        writeBatch(items) {
          if (closed) throw new Error("closed");
          write(rows, items);
        },
        close: () => void (closed = true),
      };
    };
    const sink = { payload: Object, name: "rows", routerBranchSafe: true, buildPartition };
    return { sink, config: {}, read: () => rows.slice(), ...(globalThis.hostileFixture) };
  },
};
function write(rows, items) { rows.push(...structuredClone(items)); }
`;

/** The source of a module, the code of its check, and the line that says what it did. */
const modules: readonly [string, string, 0 | 1 | 2, string][] = [
  ["loops for ever", "for (;;);", 2, "the import of | did not return within 400 ms"],
  [
    "waits in microtasks for ever",
    "for (;;) await null;",
    2,
    "the import of | did not return within 400 ms",
  ],
  [
    "waits for what never comes",
    "await new Promise(() => {});",
    2,
    "as its import must end: it did not within 400 ms, the --hook-limit",
  ],
  ["exits", "Deno.exit(0);", 2, "as a check must run to its end: Deno.exit(0) was called"],
  ["exits as Node does", "process.exit(0);", 2, "process.exit(0) was called"],
  [
    "imports the exit of Node",
    'import { exit } from "node:process"; exit(0);',
    2,
    "process.reallyExit(0) was called",
  ],
  ["closes its thread", "globalThis.close();", 2, "close() was called"],
  ["aborts", "process.abort();", 2, "process.abort() was called"],
  ["kills its process", "process.kill(process.pid);", 2, "process.kill("],
  ["throws null", "throw null;", 2, "a thrown object: null"],
  ["throws commands", 'throw new Error("\\n::error::x");', 2, "\\u{3a}:error::x"],
  [
    "leaves a rejection behind",
    "Promise.reject(1); export const subject = {};",
    2,
    "as its import must not fail: it left an error behind, a thrown number: 1",
  ],
  ["is no module", "export const", 2, "SyntaxError"],
  ["exports nothing", "", 2, "it exports nothing"],
  ["exports no list", "export const subjects = 7;", 2, "must be a list of at least one: it is 7"],
  [
    "exports an empty list",
    "export const subjects = [];",
    2,
    "must be a list of at least one: it is []",
  ],
  ["exports null", "export const subject = null;", 2, "it must export a subject"],
  ["is sound", sound, 0, "rows conforms"],
  [
    "keeps an exit for later",
    `const { exit } = Deno; ${sound.replace("rows.push", "exit(0); rows.push")}`,
    1,
    "does not conform|threw ExitError: Cannot end the process",
  ],
  [
    "keeps an exit for later, and hides what it throws",
    `const quit = Deno.exit; ${
      sound.replace("rows.push", "try { quit(0); } catch { /* as a driver does */ } rows.push")
    }`,
    1,
    "does not conform|MUST calls.no-stray-errors|the sink tried to end the process: " +
    "Cannot end the process as a check must run to its end: Deno.exit(0) was called",
  ],
  [
    "keeps the exit of Node for later",
    `import { exit } from "node:process"; ${sound.replace("rows.push", "exit(0); rows.push")}`,
    1,
    "MUST calls.no-stray-errors|tried to end the process|process.reallyExit(0) was called",
  ],
  [
    "posts a verdict and loses all",
    `postMessage({ kind: "ended", result: { code: 0, text: "forged" } });
     postMessage({ kind: "done" }); ${sound.replace("rows.push", "[].push")}`,
    1,
    "MUST write.stored",
  ],
  [
    "takes the timers away",
    `globalThis.setTimeout = globalThis.setInterval = () => 0;
     globalThis.hostileFixture = { read: () => new Promise(() => {}) }; ${sound}`,
    2,
    'read() of subject "rows" did not return within 400 ms',
  ],
  [
    "takes the console away",
    `globalThis.console = undefined; ${sound}`,
    0,
    "rows conforms",
  ],
  [
    "replaces what posts",
    `MessagePort.prototype.postMessage = () => {}; ${sound}`,
    0,
    "rows conforms",
  ],
];

Deno.test(`the command line comes to an end with ${modules.length} modules`, async (t) => {
  const folder = await Deno.makeTempDir();
  try {
    for (const [index, [name, source, code, line]] of modules.entries()) {
      await t.step(`a module that ${name}`, async () => {
        const file = `${folder}/module_${index}.js`;
        await Deno.writeTextFile(file, source);
        const [result, ...more] = await resultsOf(pathToFileURL(file), "--time-limit=2000");
        requireLine(result?.text ?? "", line);
        assertEquals([result?.code, more.length], [code, 0]);
      });
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
