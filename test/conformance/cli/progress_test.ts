/** The line that says how far a check is, on a terminal. */
import { assert, assertEquals, assertStringIncludes } from "../../assert.ts";
import { shellWord } from "../../../conformance/cli/look.ts";
import { colourless } from "../../colourless.ts";
import { conform, inFolder, moduleOf, program } from "./conform.ts";

const scripted = await new Deno.Command("script", { args: ["--version"] }).output()
  .then(({ success }) => success, () => false);

import stringWidth from "string-width";
import { systemClock } from "../../../src/bridge/clock.ts";
import { clearLine, ProgressLine } from "../../../conformance/cli/progress_line.ts";

const talker = `
import { subject as sound } from ${JSON.stringify(moduleOf("sound"))};
const open = () => {
  console.log("a word of the sink");
  return sound.open();
};
export const subject = { ...sound, open };
`;

Deno.test({
  name: scripted
    ? "on a terminal one line tells how far a check is, and is gone before anything else is printed"
    : "on a terminal one line tells how far a check is (skipped: there is no command script)",
  ignore: !scripted,
  async fn() {
    await inFolder(async (folder) => {
      const module = `${folder}/talker.ts`;
      await Deno.writeTextFile(module, talker);
      const command = [Deno.execPath(), "run", "-A", "--no-check", program, module, "--runs=2000"];
      const { stdout } = await new Deno.Command("script", {
        args: ["-qec", command.map(shellWord).join(" "), "/dev/null"],
        ...colourless({ TERM: "xterm" }),
      }).output();
      const printed = new TextDecoder().decode(stdout);
      const told = /rows: search, \d+ of 2225 histories, \d+ a second, \d+ s left/;
      assert(told.test(printed), printed.slice(0, 2000));
      const lines = printed.split("\r\n");
      const places = lines.filter((line) => line.endsWith("a word of the sink"));
      assert(places.length > 100);
      // What stands in the same line was taken away before.
      const mixed = places.filter((line) => !line.endsWith(`${clearLine}a word of the sink`));
      assertEquals(mixed, []);
      const verdict = lines.find((line) => line.includes("rows conforms"))!;
      assert(/(?:^|\[2K)rows conforms/.test(verdict), verdict);
    });
  },
});

Deno.test("where nobody looks nothing tells how far a check is, and nothing has colours", async () => {
  const { out, err } = await conform(moduleOf("lossy"), "--seed=1", "--runs=5");
  assertEquals([err, out.includes("\x1b")], ["", false]);
  assertStringIncludes(out, "rows does not conform");
});

Deno.test("the line has room in the columns of the terminal, but for the last, whatever its letters take", () => {
  const search = { phase: "search", path: "7", histories: 120, of: 525 } as const;
  for (
    const name of [
      "rows of a table",
      "注文の保存先注文の保存先",
      "👨‍👩‍👧".repeat(12),
      "e\u0301".repeat(30),
    ]
  ) {
    const written: string[] = [];
    const write = (text: string) => written.push(text) > 0;
    const stream = { isTTY: true, columns: 20, write } as unknown as NodeJS.WriteStream;
    new ProgressLine(stream, systemClock, 1000).show(0, name, search);
    const width = stringWidth(written[0]!.slice(clearLine.length));
    assert(width === 18 || width === 19, `${width} columns of ${written[0]}`);
  }
});
