import { checkConformance } from "../../conformance/mod.ts";
import { assert, assertEquals } from "../assert.ts";
import { zoo } from "./mod.ts";
import { complaints } from "./sound.ts";

/** One of these for each sink; the survey checks at many more. */
const seeds = [1, -30_000];

for (const [index, { name, subject, options }] of zoo.entries()) {
  Deno.test(`no rule holds anything against a sink that ${name}`, async () => {
    const seed = seeds[index % seeds.length]!;
    const report = await checkConformance(subject, {
      seed,
      strict: true,
      timeLimit: 60_000,
      ...options,
    });
    assertEquals(complaints(report), [], `seed ${seed}`);
    assert(report.conforms, `seed ${seed}: the report does not say so`);
  });
}
