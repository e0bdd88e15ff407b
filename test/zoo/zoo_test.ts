import { checkConformance } from "../../conformance/mod.ts";
import { assert, assertEquals } from "../assert.ts";
import { zoo } from "./mod.ts";
import { complaints } from "./sound.ts";

const seeds = [1, -30_000];

for (const { name, subject, options } of zoo) {
  Deno.test(`no rule holds anything against a sink that ${name}`, async () => {
    for (const seed of seeds) {
      const report = await checkConformance(subject, {
        seed,
        strict: true,
        timeLimit: 60_000,
        ...options,
      });
      assertEquals(complaints(report), [], `seed ${seed}`);
      assert(report.conforms, `seed ${seed}: the report does not say so`);
    }
  });
}
