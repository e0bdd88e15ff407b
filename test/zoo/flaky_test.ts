import { checkConformance } from "../../conformance/mod.ts";
import { assertEquals } from "../assert.ts";
import { flakySinks } from "./flaky.ts";

const seeds = [1, -30_000];

for (const { name, shows, subject } of flakySinks) {
  Deno.test(`${shows ? `nothing but ${shows}` : "nothing"} is held against a sink that ${name}`, async () => {
    for (const seed of seeds) {
      const { verdicts } = await checkConformance(subject(seed), { seed, strict: true });
      const accused = verdicts.filter(({ rule, outcome }) =>
        (outcome === "violated" || outcome === "implied") && rule !== shows
      );
      const said = accused.map(({ rule, counterexample }) => `${rule}: ${counterexample?.message}`);
      assertEquals(said, [], `seed ${seed}`);
    }
  });
}
