/** Writes what is generated from the rules, and from what is known of them: `deno task rules`. */
import { formatted } from "../formatted.ts";
import { mutants } from "../mutants/mod.ts";
import { survivors } from "../mutants/survivors.ts";
import type { Survey } from "../mutants/survey.ts";
import { zoo } from "../zoo/mod.ts";
import { killsJson } from "./kills_json.ts";
import { killsPage } from "./kills_page.ts";
import { rulesPage } from "./markdown.ts";
import { reportSchema } from "./report_schema.ts";
import { ruleExamples } from "./rule_examples.ts";
import { unverifiable } from "./unverifiable.ts";

/** The generated files by their paths from `conformance`, each with what it must be. */
export const generated: Readonly<Record<string, () => Promise<string>>> = {
  "RULES.md": async () =>
    await formatted(rulesPage({
      survey: await readSurvey(),
      survivors: Object.entries(survivors).flatMap(([rule, list]) =>
        list.map(({ name }) => ({ rule, name }))
      ),
      unverifiable,
      zoo: zoo.map(({ name }) => name),
    })),
  "KILLS.html": async () => killsPage(await readSurvey()),
  "kills.json": async () => await killsJson(await readSurvey()),
  "report/rule_examples.ts": ruleExamples,
  "report.schema.json": async () => await formatted(JSON.stringify(reportSchema()), "json"),
};

/** Where a generated file stands. */
export function placeOf(path: string): URL {
  return new URL(`../../conformance/${path}`, import.meta.url);
}

/** What the survey of the mutants found. */
export async function readSurvey(): Promise<Survey> {
  const path = new URL("../mutants/survey.json", import.meta.url);
  return JSON.parse(await Deno.readTextFile(path));
}

/** Every mutant as the survey names it. */
export function mutantNames(): readonly string[] {
  return mutants.map(({ rule, mutant }) => `${rule}: ${mutant.name}`);
}

if (import.meta.main) {
  for (const [path, make] of Object.entries(generated)) {
    await Deno.writeTextFile(placeOf(path), await make());
  }
}
