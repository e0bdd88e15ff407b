/** Writes `conformance/RULES.md`: `deno task rules`. */
import { formatted } from "../formatted.ts";
import { mutants } from "../mutants/mod.ts";
import { survivors } from "../mutants/survivors.ts";
import type { Survey } from "../mutants/survey.ts";
import { zoo } from "../zoo/mod.ts";
import { rulesPage } from "./markdown.ts";
import { unverifiable } from "./unverifiable.ts";

/** Where the page stands. */
export const page: URL = new URL("../../conformance/RULES.md", import.meta.url);

/** The page as it must be. */
export async function generated(): Promise<string> {
  const path = new URL("../mutants/survey.json", import.meta.url);
  const survey: Survey = JSON.parse(await Deno.readTextFile(path));
  return await formatted(rulesPage({
    survey,
    survivors: Object.entries(survivors).flatMap(([rule, list]) =>
      list.map(({ name }) => ({ rule, name }))
    ),
    unverifiable,
    zoo: zoo.map(({ name }) => name),
  }));
}

/** Every mutant as the survey names it. */
export function mutantNames(): readonly string[] {
  return mutants.map(({ rule, mutant }) => `${rule}: ${mutant.name}`);
}

if (import.meta.main) await Deno.writeTextFile(page, await generated());
