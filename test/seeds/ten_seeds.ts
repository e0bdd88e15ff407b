import { assertConformance, type CheckOptions, type Subject } from "@watertight/sinks/conformance";

/** The usual limit of a check, for subjects whose own tests take longer. */
export const usual = { timeLimit: 10_000 } as const;

/**
 * Registers ten tests of a sink, one a seed: what a search happens to draw must make no difference.
 *
 * @param options those of each check; `skip` is why there is none, where its server is missing.
 */
export function tenSeeds<E>(
  subject: Subject<E>,
  { skip, ...options }: CheckOptions & { skip?: string | undefined } = {},
): void {
  for (let seed = 1; seed <= 10; seed++) {
    Deno.test({
      name: `${subject.name} conforms with seed ${seed}${skip === undefined ? "" : `: ${skip}`}`,
      ignore: skip !== undefined,
      fn: () => assertConformance(subject, { ...options, seed }),
    });
  }
}
