import { assertConformance, type CheckOptions, type Subject } from "@watertight/sinks/conformance";

/** The usual limit of a check, for subjects whose own tests take longer. */
export const usual = { timeLimit: 10_000 } as const;

/** Registers ten tests of a sink, one a seed: what a search happens to draw must make no difference. */
export function tenSeeds<E>(subject: Subject<E>, options: CheckOptions = {}): void {
  for (let seed = 1; seed <= 10; seed++) {
    Deno.test(`${subject.name} conforms with seed ${seed}`, async () => {
      await assertConformance(subject, { ...options, seed });
    });
  }
}
