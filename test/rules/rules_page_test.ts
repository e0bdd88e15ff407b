import { assertEquals } from "../assert.ts";
import { mutants } from "../mutants/mod.ts";
import { generated, mutantNames, placeOf, readSurvey } from "./generate.ts";

for (const [path, make] of Object.entries(generated)) {
  Deno.test(`${path} is what it is generated from; deno task rules writes it`, async () => {
    const [written, wanted] = [await Deno.readTextFile(placeOf(path)), await make()];
    const lines = written.split("\n");
    const stale = wanted.split("\n").find((line, index) => line !== lines[index]);
    assertEquals(stale?.slice(0, 200), undefined, "the first line that is stale");
    assertEquals(written.length, wanted.length);
  });
}

Deno.test("the survey knows every mutant and no other; test/mutants/survey.ts makes it", async () => {
  const survey = await readSurvey();
  assertEquals(survey.mutants.map(({ rule, mutant }) => `${rule}: ${mutant}`), [...mutantNames()]);
});

Deno.test("every mutant is killed at every seed, by a history as small as it states", async () => {
  const survey = await readSurvey();
  const stated = new Map(mutants.map(({ mutant }) => [mutant.name, mutant]));
  const short = survey.mutants.filter(({ mutant, kills, calls }) =>
    kills < survey.seeds || calls > stated.get(mutant)!.calls
  );
  assertEquals(
    short.map(({ mutant, kills, calls }) => `${mutant}: ${kills} kills, ${calls} calls`),
    [],
  );
});

Deno.test("no mutant is accused of a rule that it does not list, at any seed", async () => {
  const survey = await readSurvey();
  const listed = new Map(mutants.map(({ mutant }) => [mutant.name, mutant.also ?? []]));
  const accused = survey.mutants.flatMap(({ mutant, also }) =>
    also.filter((rule) => !listed.get(mutant)!.some((it) => it === rule))
      .map((rule) => `${rule}: a sink that ${mutant}`)
  );
  assertEquals(accused, []);
});
