/**
 * The golden files: every report of the gallery in every form, as a reader gets it. `deno task golden` writes them
 * anew; what it changes is to be read before it is committed.
 */
import type { Format, RenderOptions } from "../../../conformance/report/format.ts";
import { githubFormat } from "../../../conformance/report/github.ts";
import { jsonFormat } from "../../../conformance/report/json.ts";
import { junitFormat } from "../../../conformance/report/junit.ts";
import { markdownFormat } from "../../../conformance/report/markdown.ts";
import { textFormat } from "../../../conformance/report/text.ts";
import { gallery, written } from "./gallery.ts";

/** What the command line gives to every format. */
const usual: RenderOptions = {
  replay: ({ seed, path, rules: [rule] }) =>
    `deno run -A jsr:@watertight/sinks/cli check sinks/subject.ts --seed ${seed} --path '${path}' --rule ${rule}`,
  module: "sinks/subject.ts",
  line: 12,
  date: "2026-11-30T12:00:00Z",
};

const rulesPage = "https://example.com/RULES.md";

/** Text at widths of terminals, plain and with colours. */
const texts = [60, 80, 120].flatMap((width) => [
  [`${width}.txt`, [textFormat, { ...usual, width }]] as const,
  [`${width}.ansi`, [textFormat, { ...usual, width, colour: true, rulesPage }]] as const,
]);

/** Every form by the end of the names of its files. */
const forms: Readonly<Record<string, readonly [Format, RenderOptions]>> = {
  ...Object.fromEntries(texts),
  "json": [jsonFormat, usual],
  "md": [markdownFormat, usual],
  "github.txt": [githubFormat, usual],
  "junit.xml": [junitFormat, usual],
};

/** Where they stand. */
export const folder: URL = new URL("./golden/", import.meta.url);

/** Each golden file by its name, with what it must hold. */
export function goldens(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(gallery).flatMap(([name, shown]) =>
      Object.entries(forms).map(([ending, [format, options]]) =>
        [`${name}.${ending}`, written(shown, format, options)] as const
      )
    ),
  );
}

if (import.meta.main) {
  await Deno.mkdir(folder, { recursive: true });
  const files = goldens();
  for (const { name } of Deno.readDirSync(folder)) {
    if (!files.has(name)) await Deno.remove(new URL(name, folder));
  }
  for (const [name, text] of files) await Deno.writeTextFile(new URL(name, folder), text);
}
