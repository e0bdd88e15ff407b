import { commandNames } from "../../../conformance/cli/check_line.ts";
import { type CommandLine, readCommandLine } from "../../../conformance/cli/command_line.ts";
import { formatNames } from "../../../conformance/report/formats.ts";
import { assert, assertEquals, assertThrows } from "../../assert.ts";

function checkLine(...args: readonly string[]) {
  const read = readCommandLine(args);
  assert(read.command === "check");
  return read.line;
}

Deno.test("modules without a command are checked, and none is the example", () => {
  assertEquals(readCommandLine(["a.ts", "b.ts"]), readCommandLine(["check", "a.ts", "b.ts"]));
  assertEquals(checkLine().modules, ["examples/into_table/subject.ts"]);
});

Deno.test("check takes its options as they are written, before and behind the modules", () => {
  const line = checkLine("--seed", "-5", "a.ts", "--subject=rows", "--jobs=3", "--strict");
  assertEquals(line.flags, { seed: "-5", strict: true });
  assertEquals([line.modules, line.subject, line.jobs], [["a.ts"], "rows", 3]);
});

/** What each command is read as. */
const commands: readonly [readonly string[], CommandLine][] = [
  [["rules"], { command: "rules", id: undefined }],
  [["rules", "close.flushes"], { command: "rules", id: "close.flushes" }],
  [["init", "orders"], { command: "init", name: "orders" }],
  [["badge", "r.json"], { command: "badge", file: "r.json", out: undefined }],
  [["badge", "r.json", "--out=b.svg"], { command: "badge", file: "r.json", out: "b.svg" }],
  [["compare", "a.json", "b.json"], { command: "compare", before: "a.json", after: "b.json" }],
];

for (const [args, read] of commands) {
  Deno.test(`conform ${args.join(" ")} is read as ${JSON.stringify(read)}`, () => {
    assertEquals(readCommandLine(args), read);
  });
}

Deno.test("replay takes a file, and a module in place of the one that it names", () => {
  assertEquals([checkLine("replay", "a.json")].map(({ replay, modules }) => [replay, modules]), [
    ["a.json", []],
  ]);
  assertEquals(checkLine("replay", "a.json", "b.ts").modules, ["b.ts"]);
});

Deno.test("each --out belongs to the reporter before it", () => {
  assertEquals(checkLine().reporters, [{ format: "text" }]);
  assertEquals(checkLine("--out=a.txt").reporters, [{ format: "text", out: "a.txt" }]);
  assertEquals(
    checkLine(...["--reporter=junit", "--out=a.xml", "--reporter=json", "--out=a.json"]).reporters,
    [{ format: "junit", out: "a.xml" }, { format: "json", out: "a.json" }],
  );
  // Lines for the log of continuous integration stand beside text.
  assertEquals(checkLine("--reporter=text", "--reporter=github").reporters, [
    { format: "text" },
    { format: "github" },
  ]);
});

/** Command lines at fault, and what is said of each. */
const wrong: readonly [readonly string[], string][] = [
  [
    ["--reporter=jsn"],
    'one of text, json, html, markdown, github, junit: it is "jsn"; did you mean json?',
  ],
  [["--reporter=json", "--reporter=html"], "as json must be alone on standard output: so is html"],
  [
    ["--out=a", "--out=b"],
    'each --out must follow the --reporter it belongs to: "b" follows --out "a"',
  ],
  [
    ["--reporter=json", "--out=a", "--reporter=html", "--out=a"],
    'each reporter must have a file of its own: two have "a"',
  ],
  [["--rule=close.flush"], '"close.flush" is none; did you mean close.flushes?'],
  [["rules", "order.within-batches"], "did you mean order.within-batch?"],
  [["--sed", "1"], "unknown option '--sed'; did you mean --seed?"],
  [["help", "nope"], "as it must be as --help says: unknown command 'nope'"],
  [["help", "chek"], "unknown command 'chek'; did you mean check?"],
  [["judge"], "missing required argument 'TRACE'"],
  [["judge", "a.json", "--seed=1"], "unknown option '--seed=1'"],
  [["--jobs=0"], '--jobs must be a whole number from 1 to 999: it is "0"'],
  [["--permissions=nt,read"], '"nt" is none; did you mean net?'],
  [
    ["--permissions=net"],
    "--permissions must have read, without which no module is imported: they are net",
  ],
  [["a.ts", "b.ts", "--save=c"], "one module at most with --save: there are 2"],
];

for (const [args, message] of wrong) {
  Deno.test(`conform ${args.join(" ")} is refused: ${message}`, () => {
    assertThrows(() => readCommandLine(args), Error, message);
  });
}

Deno.test("the help lists all commands, and that of check all reporters", () => {
  const help = readCommandLine(["--help"]);
  assert(help.command === "help");
  assertEquals(commandNames.filter((name) => !help.text.includes(`\n  ${name}`)), []);
  const ofCheck = readCommandLine(["check", "--help"]);
  assert(ofCheck.command === "help");
  assertEquals(formatNames.filter((name) => !ofCheck.text.includes(name)), []);
});
