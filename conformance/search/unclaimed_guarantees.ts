import type { Call, Trace } from "../../src/protocol/mod.ts";
import { evidenceOf } from "../judge/evidence.ts";
import { isUnclear } from "../judge/failed_calls.ts";
import type { Rule } from "../rule.ts";
import { rules } from "../rules/mod.ts";
import type { Guarantees } from "../subject.ts";

/** A stronger guarantee than the usual one, and the rules that would hold it to account. */
interface Claim {
  readonly guarantee: keyof Guarantees;
  readonly value: Guarantees[keyof Guarantees];
  readonly rules: readonly Rule["id"][];
  /** The rare calls that tell; without them every trace does, and some traces are enough. */
  readonly shownBy?: (call: Call) => boolean;
}

const claims: readonly Claim[] = [
  { guarantee: "order", value: "worker", rules: ["order.within-batch", "order.across-batches"] },
  { guarantee: "durable", value: "on-write", rules: ["write.durable"], shownBy: looked },
  { guarantee: "atomicBatches", value: true, rules: ["fault.atomic-batch"], shownBy: failedInside },
  {
    guarantee: "delivery",
    value: "exactly-once",
    rules: ["fault.no-duplicates"],
    shownBy: isUnclear,
  },
  { guarantee: "restart", value: "appends", rules: ["restart.keeps"] },
];

/** On how many histories a guarantee must have held before the suite says so. */
const sufficient = 20;

/**
 * Guarantees are two-sided: what a sink claims is judged, and what it keeps without claiming it is noted. The
 * rules of a stronger guarantee judge each trace as if it had been claimed.
 */
export class UnclaimedGuarantees {
  readonly #unclaimed: { claim: Claim; rules: readonly Rule[]; held: number; broken: boolean }[];

  constructor(guarantees: Guarantees) {
    this.#unclaimed = claims.filter(({ guarantee, value }) =>
      guarantees[guarantee] !== value && typeof guarantees[guarantee] !== "object"
    )
      .map((claim) => ({
        claim,
        rules: rules.filter(({ id }) => claim.rules.includes(id)),
        held: 0,
        broken: false,
      }));
  }

  /** Judges a trace without anomalies, one of a `sample` or not, by every guarantee that was not claimed. */
  judge(trace: Trace, sample: boolean): void {
    for (const entry of this.#unclaimed) {
      const { guarantee, value, shownBy } = entry.claim;
      if (entry.broken || !(shownBy ? trace.calls.some(shownBy) : sample)) continue;
      const evidence = evidenceOf({
        ...trace,
        guarantees: { ...trace.guarantees, [guarantee]: value },
      });
      const findings = entry.rules.map((rule) => rule.judge(evidence)).filter((it) =>
        it !== undefined
      );
      if (findings.length > 0) entry.held++;
      entry.broken = evidence.anomalies.length > 0 || findings.flat().length > 0;
    }
  }

  /** A sink that breaks its own claims is not told of better ones. */
  spoil(): void {
    for (const entry of this.#unclaimed) entry.broken = true;
  }

  /** What held in every history that could tell. */
  notes(): readonly string[] {
    return this.#unclaimed.filter(({ held, broken }) => held >= sufficient && !broken).map((
      { claim, held },
    ) =>
      `${claim.guarantee}: ${
        JSON.stringify(claim.value)
      } held in all ${held} histories that could tell: ` +
      `claim it in guarantees to have it checked`
    );
  }
}

function looked({ after }: Call): boolean {
  return after !== undefined;
}

/** What a refused batch leaves behind tells nothing: the storage was not asked for it. */
function failedInside({ fault, outcome, events = [] }: Call): boolean {
  return fault !== undefined && outcome.kind === "threw" && events.length > 1;
}
