import type { Trace } from "../../src/protocol/mod.ts";
import { evidenceOf } from "../judge/evidence.ts";
import type { Rule } from "../rule.ts";
import { rules } from "../rules/mod.ts";
import type { Guarantees } from "../subject.ts";

/** A stronger guarantee than the usual one, and the rules that would hold it to account. */
interface Claim {
  readonly guarantee: keyof Guarantees;
  readonly value: Guarantees[keyof Guarantees];
  readonly rules: readonly string[];
}

const claims: readonly Claim[] = [
  { guarantee: "order", value: "worker", rules: ["order.within-batch", "order.across-batches"] },
  { guarantee: "durable", value: "on-write", rules: ["write.durable"] },
  { guarantee: "atomicBatches", value: true, rules: ["fault.atomic-batch"] },
  { guarantee: "delivery", value: "exactly-once", rules: ["fault.no-duplicates"] },
  { guarantee: "restart", value: "appends", rules: ["restart.keeps"] },
];

/** On how many histories a guarantee must have held before the suite says so. */
const enough = 20;

/**
 * Guarantees are two-sided: what a sink claims is judged, and what it keeps without claiming it is noted. The
 * rules of a stronger guarantee judge each trace as if it had been claimed.
 */
export class UnclaimedGuarantees {
  readonly #unclaimed: { claim: Claim; rules: readonly Rule[]; held: number; broken: boolean }[];

  constructor(guarantees: Guarantees) {
    this.#unclaimed = claims.filter(({ guarantee, value }) => guarantees[guarantee] !== value)
      .map((claim) => ({
        claim,
        rules: rules.filter(({ id }) => claim.rules.includes(id)),
        held: 0,
        broken: false,
      }));
  }

  /** Judges a trace without symptoms by every guarantee that was not claimed. */
  judge(trace: Trace): void {
    for (const entry of this.#unclaimed) {
      if (entry.broken) continue;
      const { guarantee, value } = entry.claim;
      const evidence = evidenceOf({
        ...trace,
        guarantees: { ...trace.guarantees, [guarantee]: value },
      });
      const findings = entry.rules.map((rule) => rule.judge(evidence)).filter((it) =>
        it !== undefined
      );
      if (findings.length > 0) entry.held++;
      entry.broken = evidence.symptoms.length > 0 || findings.flat().length > 0;
    }
  }

  /** A sink that breaks its own claims is not told of better ones. */
  spoil(): void {
    for (const entry of this.#unclaimed) entry.broken = true;
  }

  /** What held in every history that could tell. */
  notes(): readonly string[] {
    return this.#unclaimed.filter(({ held, broken }) => held >= enough && !broken).map((
      { claim, held },
    ) =>
      `${claim.guarantee}: ${
        JSON.stringify(claim.value)
      } held in all ${held} histories that could tell: ` +
      `claim it in guarantees to have it checked`
    );
  }
}
