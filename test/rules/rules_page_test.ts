import type { Survey } from "../mutants/survey.ts";
import { assertEquals } from "../assert.ts";
import { generated, mutantNames, page } from "./generate.ts";

Deno.test("RULES.md is what the rules and the survey say; deno task rules writes it", async () => {
  const [written, wanted] = [await Deno.readTextFile(page), await generated()];
  const lines = written.split("\n");
  const stale = wanted.split("\n").find((line, index) => line !== lines[index]);
  assertEquals(stale, undefined, "the first line that is stale");
  assertEquals(written.length, wanted.length);
});

Deno.test("the survey knows every mutant and no other; test/mutants/survey.ts makes it", async () => {
  const text = await Deno.readTextFile(new URL("../mutants/survey.json", import.meta.url));
  const { mutants } = JSON.parse(text) as Survey;
  assertEquals(mutants.map(({ rule, mutant }) => `${rule}: ${mutant}`), [...mutantNames()]);
});

Deno.test("every mutant of the survey is killed at every seed", async () => {
  const text = await Deno.readTextFile(new URL("../mutants/survey.json", import.meta.url));
  const { seeds, mutants } = JSON.parse(text) as Survey;
  assertEquals(mutants.filter(({ kills }) => kills < seeds).map(({ mutant }) => mutant), []);
});
