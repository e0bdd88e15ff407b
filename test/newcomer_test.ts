/** The way of the README from an empty folder to the first red rule, walked as it stands there. */
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "@watertight/sinks/conformance";
import { colourless } from "./colourless.ts";
import { block } from "./readme.ts";
import { assert, assertEquals, assertStringIncludes } from "./assert.ts";

/** The command line as the README names it, which is not published yet, and as it is here. */
const published = "jsr:@watertight/sinks/cli";
const here = fileURLToPath(new URL("../conformance/cli/main.ts", import.meta.url));

const [first, then] = [block("a sink to begin with"), block("the test of it")];

/** A change of one file: the lines that go, and those that come in their place. */
interface Edit {
  readonly file: string;
  readonly without: string;
  readonly with: string;
}

function editsOf(diff: string): readonly Edit[] {
  return diff.split(/^--- /m).slice(1).map((part) => {
    const [file, ...lines] = part.trimEnd().split("\n");
    const changed = lines.filter((line) => !line.startsWith("+++ "));
    const only = (sign: string) =>
      changed.filter((line) => line.startsWith(sign)).map((line) => `${line.slice(1)}\n`).join("");
    return { file: file!, without: only("-"), with: only("+") };
  });
}

const edits = editsOf(block("a storage of your own"));

/** Runs the commands in a shell, as they are pasted. */
async function shell(commands: string, cwd: string): Promise<{ code: number; text: string }> {
  const { code, stdout, stderr } = await new Deno.Command("sh", {
    args: ["-e", "-c", commands.replaceAll(published, `"${here}"`)],
    cwd,
    ...colourless({ PATH: `${dirname(Deno.execPath())}:${Deno.env.get("PATH")}` }),
  }).output();
  const text = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("\n");
  return { code, text };
}

Deno.test("README.md needs at most ten commands and edits to the first red rule", () => {
  const commands = [first, then].flatMap((text) => text.split(/\n|&&|;/));
  assert(edits.length > 0 && first.includes(published));
  assert(commands.length + edits.length <= 10, `${commands.length} and ${edits.length}`);
});

Deno.test("README.md leads from an empty folder to the first red rule by the commands and edits it shows", async () => {
  using empty = await temporaryFolder("an empty folder-");
  const begun = await shell(first, empty.path);
  assertEquals(begun.code, 0, begun.text);

  const folder = join(empty.path, first.match(/^cd (\w+)$/m)![1]!);
  for (const edit of edits) {
    const path = join(folder, edit.file);
    const text = await readFile(path, "utf8");
    assertEquals(text.split(edit.without).length, 2, `${edit.file} has once: ${edit.without}`);
    await writeFile(path, text.replace(edit.without, () => edit.with));
  }

  const { code, text } = await shell(then, folder);
  assertEquals(code, 1, text);
  for (const line of block("the first red").split("\n")) assertStringIncludes(text, line);
  assertEquals(text.match(/\| \d+ passed \| 1 failed/)?.length, 1, text);
});
