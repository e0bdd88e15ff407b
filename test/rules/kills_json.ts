import { rules } from "../../conformance/mod.ts";
import { survivors } from "../mutants/survivors.ts";
import type { Survey, Surveyed } from "../mutants/survey.ts";

const root = new URL("../../", import.meta.url);

/**
 * The kill matrix in the report schema of mutation testing, which public viewers open: the files of the broken sinks
 * as they are, each sink where it stands in them; a rule is a test.
 */
export async function killsJson({ seeds, mutants: surveyed }: Survey): Promise<string> {
  const files = await mutantFiles();
  const known = surveyed.map((it) => ({
    ...placeOfSink(it.mutant, files),
    ...resultOf(it, seeds),
  }));
  const living = Object.entries(survivors).flatMap(([rule, list]) =>
    list.map(({ name }) => ({
      ...placeOfSink(name, files),
      ...{ mutatorName: rule, description: `a sink that ${name}`, status: "Survived" },
    }))
  );
  const byPath = Map.groupBy([...known, ...living], ({ path }) => path);
  return JSON.stringify(
    {
      schemaVersion: "2",
      thresholds: { high: 100, low: 100 },
      framework: { name: "Watertight" },
      files: Object.fromEntries(
        [...byPath].sort(([a], [b]) => a < b ? -1 : 1).map(([path, its]) => [path, {
          language: "typescript",
          source: files.get(path)!,
          mutants: its.map(({ path: _, ...mutant }) => mutant),
        }]),
      ),
      testFiles: Object.fromEntries(
        rules.map(({ id, statement }) => [
          `conformance/rules/${id.replaceAll("-", "_").replace(".", "/")}.ts`,
          { tests: [{ id, name: `${id}: ${statement}` }] },
        ]),
      ),
    },
    undefined,
    1,
  ) + "\n";
}

/** What a viewer shows of a sink. */
function resultOf(
  { rule, mutant, kills, histories, milliseconds, also, implied }: Surveyed,
  seeds: number,
) {
  const killed = kills > 0;
  return {
    mutatorName: rule,
    description: `a sink that ${mutant}`,
    status: killed ? "Killed" : "Survived",
    statusReason: killed
      ? `violates ${rule} at ${kills} of ${seeds} seeds, after ${histories} histories (median)`
      : `violates ${rule} at none of ${seeds} seeds`,
    killedBy: killed ? [rule, ...also] : also,
    coveredBy: [...new Set([rule, ...also, ...implied])],
    duration: milliseconds,
  };
}

/** Where a sink is defined: the object that its name is a member of. */
function placeOfSink(name: string, files: ReadonlyMap<string, string>) {
  const forms = [JSON.stringify(name), `'${name}'`];
  for (const [path, source] of files) {
    const lines = source.split("\n");
    const at = lines.findIndex((line) => forms.some((form) => line.includes(form)));
    if (at < 0) continue;
    // The formatter sets members in: the object ends where its lines stand further left again.
    const isOutside = (line: string) => line !== "" && indentOf(line) < indentOf(lines[at]!);
    const start = lines.findLastIndex((line, index) => index < at && isOutside(line));
    const end = lines.findIndex((line, index) => index > at && isOutside(line));
    const location = {
      start: { line: start + 1, column: indentOf(lines[start]!) + 1 },
      end: { line: end + 1, column: lines[end]!.length + 1 },
    };
    return { path, id: `${path}:${at + 1}`, location };
  }
  throw new Error(`Cannot place a sink as its name must stand in a file: ${name} does not`);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** The files that define sinks, by their paths from the root. */
async function mutantFiles(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const folder of ["test/mutants/", "test/mutants/unseen/"]) {
    const names = [...Deno.readDirSync(new URL(folder, root))].map(({ name }) => name).sort();
    for (const name of names.filter((it) => it.endsWith(".ts"))) {
      const path = `${folder}${name}`;
      files.set(path, await Deno.readTextFile(new URL(path, root)));
    }
  }
  return files;
}
