/** The blocks of the README that are generated. Run as a program it writes them anew. */
import { readCommandLine } from "../conformance/cli/command_line.ts";
import { checkConformance, renderText, type Subject } from "@watertight/sinks/conformance";

const root = new URL("../", import.meta.url);

/** The README as it stands. */
export const readme: string = Deno.readTextFileSync(new URL("README.md", root));

const pattern = (title: string) =>
  new RegExp(`(<!-- ${title} -->\n\n\`\`\`.*\n)([^]*?)(\n\`\`\`\n)`);

/** The text of the block that follows a comment with this title. */
export function block(title: string): string {
  const text = readme.match(pattern(title))?.[2];
  if (text !== undefined) return text;
  throw new Error(
    `Cannot find the block as the README must have it: there is none titled ${title}`,
  );
}

/** The subject of a snippet; what the snippet does with it after that is left out. */
export async function subjectOf(snippet: string): Promise<Subject<unknown>> {
  const [definition] = snippet.split("const report =");
  const module = encodeURIComponent(`${definition}\nexport { subject };\n`);
  return (await import(`data:application/typescript,${module}`)).subject;
}

/** What the command line says of itself. */
function helpOf(...args: readonly string[]): string {
  const read = readCommandLine(args);
  if (read.command === "help") return read.text;
  throw new Error(`Cannot show the help as it must be asked for: ${args.join(" ")} is no question`);
}

/** The blocks as they must be, by their titles. */
export async function generated(): Promise<ReadonlyMap<string, string>> {
  const report = await checkConformance(await subjectOf(block("the sink")), {
    seed: 1,
    timeLimit: 120_000,
  });
  const test = new URL("examples/into_table/conformance_test.ts", root);
  return new Map([
    ["the report", renderText(report)],
    ["the test", await Deno.readTextFile(test)],
    ["the commands", helpOf("--help")],
    ["the options of check", helpOf("check", "--help")],
  ].map(([title, text]) => [title!, text!.trimEnd()]));
}

if (import.meta.main) {
  let text = readme;
  for (const [title, written] of await generated()) {
    text = text.replace(pattern(title), (_, before, __, after) => before + written + after);
  }
  await Deno.writeTextFile(new URL("README.md", root), text);
}
