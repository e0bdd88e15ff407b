import { pathToFileURL } from "node:url";
import { readCommandLine } from "../../../conformance/cli/command_line.ts";
import { commandOf } from "../../../conformance/cli/invocation.ts";
import { lineOfSubject } from "../../../conformance/cli/line_of_subject.ts";
import { replayCommand, shellWord } from "../../../conformance/cli/look.ts";
import { progressText } from "../../../conformance/cli/progress_line.ts";
import { textLook } from "../../../conformance/cli/terminal.ts";
import { assert, assertEquals } from "../../assert.ts";
import { plainLook } from "./perform.ts";

Deno.test("textLook() takes the width of a terminal between 60 and 120 columns, else 100", () => {
  const width = (isTTY: boolean, columns?: number) =>
    textLook({ isTTY, ...(columns !== undefined && { columns }) }, {}).width;
  assertEquals([width(true, 80), width(true, 20), width(true, 300)], [80, 60, 120]);
  assertEquals([width(true), width(true, 0), width(false, 80)], [100, 100, 100]);
});

Deno.test("textLook() colours a terminal, unless the environment says otherwise", () => {
  const colour = (isTTY: boolean, environment: Record<string, string>) =>
    textLook({ isTTY }, environment).colour;
  assertEquals([colour(true, {}), colour(false, {})], [true, false]);
  assertEquals([colour(true, { NO_COLOR: "1" }), colour(true, { NO_COLOR: "" })], [false, true]);
  assertEquals([colour(true, { TERM: "dumb" }), colour(false, { FORCE_COLOR: "1" })], [
    false,
    true,
  ]);
  assertEquals([colour(true, { FORCE_COLOR: "0" }), colour(false, { FORCE_COLOR: "" })], [
    false,
    true,
  ]);
  assertEquals(colour(false, { FORCE_COLOR: "1", NO_COLOR: "1" }), false);
});

Deno.test("commandOf() starts the kit as it was started", () => {
  const main = pathToFileURL("conformance/cli/main.ts").href;
  const isCheckout = false;
  const packed = "file:///home/project/node_modules/@watertight/sinks/conformance/cli/main.js";
  assertEquals(commandOf({ main, runtime: "deno", isCheckout: true }), "deno task conform");
  assertEquals(
    commandOf({ main, runtime: "deno", isCheckout }),
    "deno run -A conformance/cli/main.ts",
  );
  assertEquals(
    commandOf({ main: "file:///the%20kit/main.ts", runtime: "deno", isCheckout }),
    "deno run -A '/the kit/main.ts'",
  );
  assertEquals(
    commandOf({ main: "https://example.com/main.ts", runtime: "deno", isCheckout }),
    "deno run -A https://example.com/main.ts",
  );
  assertEquals(
    commandOf({
      main: "https://registry.example/@watertight/sinks/0.1.0/conformance/cli/main.ts",
      runtime: "deno",
      isCheckout,
    }),
    "deno run -A jsr:@watertight/sinks@0.1.0/cli",
  );
  assertEquals(commandOf({ main: packed, runtime: "node", isCheckout }), "npx @watertight/sinks");
  assertEquals(commandOf({ main: packed, runtime: "bun", isCheckout }), "bunx @watertight/sinks");
  assertEquals(
    commandOf({ main: packed, runtime: "deno", isCheckout }),
    "deno run -A npm:@watertight/sinks",
  );
});

Deno.test("shellWord() quotes what a shell would take apart", async () => {
  const words = ["a b", "it's", "$HOME", "`date`", "plain.ts", "", "a\nb", "*", "\\", "é"];
  const { stdout } = await new Deno.Command("sh", {
    args: ["-c", `printf '%s|' ${words.map(shellWord).join(" ")}`],
  }).output();
  assertEquals(new TextDecoder().decode(stdout), words.map((word) => `${word}|`).join(""));
  assertEquals(shellWord("--path=event:1:2"), "--path=event:1:2");
});

Deno.test("replayCommand() is a whole command, with all options that a history depends on", () => {
  const replay = { seed: 1, path: "3:0", rules: ["write.once"] } as const;
  const commandFor = (args: readonly string[], module?: string, subject?: string) => {
    const read = readCommandLine(args);
    assert(read.command === "check");
    return replayCommand(plainLook, read.line, module, subject)(replay);
  };
  assertEquals(
    commandFor(["my sink.ts", "--seed=1", "--max-workers=2"], "my sink.ts", "a b"),
    "conform 'my sink.ts' --seed=1 --path=3:0 --rule=write.once '--subject=a b' --max-workers=2",
  );
  assertEquals(
    commandFor(["a.ts", "--strict", "--permissions=read"], "a.ts"),
    "conform a.ts --seed=1 --path=3:0 --rule=write.once --strict --permissions=read",
  );
  assertEquals(commandFor(["replay", "a b.json"], "c.ts"), "conform replay 'a b.json'");
  assertEquals(commandFor(["replay", "a.json", "c.ts"], "c.ts"), "conform replay a.json c.ts");
});

Deno.test("lineOfSubject() finds where a module has its subject", () => {
  assertEquals(lineOfSubject("//\n\nexport const subject: S = {};", "rows"), 3);
  assertEquals(lineOfSubject('const subject = 1;\nf({ name: "rows" });', "rows"), 1);
  assertEquals(lineOfSubject("\nexport default make();", "rows"), 2);
  const several = 'export const subjects = [\n  { name: "a" },\n  { name: "rows" },\n];';
  assertEquals([lineOfSubject(several, "rows"), lineOfSubject(several, "c")], [3, 1]);
  assertEquals(lineOfSubject("", "rows"), 1);
});

Deno.test("progressText() tells phase, histories, rate and time left", () => {
  const search = { phase: "search", path: "7", histories: 120, of: 525 } as const;
  assertEquals(
    progressText("rows", search, 600, 10_000),
    "rows: search, 120 of 525 histories, 200 a second, 3 s left",
  );
  // The limit may be over before all histories are run.
  assertEquals(progressText("rows", search, 600, 1000).slice(-9), " 1 s left");
  assertEquals(
    progressText("rows", { ...search, histories: 0 }, 0, 1000),
    "rows: search, 0 of 525 histories",
  );
  assertEquals(
    progressText("a\nb", { phase: "shrink", rule: "write.once" }, 600, 10_000),
    "a\\nb: shrink, the smallest history that violates write.once, 10 s left at most",
  );
});
