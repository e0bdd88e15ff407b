import {
  type AnomalyKind,
  anomalyKinds,
  attribution,
  type Cause,
  checkConformance,
  type RuleId,
} from "../../../conformance/mod.ts";
import { assertEquals } from "../../assert.ts";
import { cellSubject } from "./cell_sink.ts";
import { standIn } from "./triggers.ts";

const seed = 1;

/** Random histories of each check: most cells are reached by the fixed ones, but for rows of one key. */
const runsFor = (kind: AnomalyKind): number => kind === "stale" ? 300 : 60;

/** Registers a test for each cell of these causes that a rule claims: of a sink of that cell it alone is violated. */
export function testCells(causes: readonly Cause[]): void {
  for (const cause of causes) {
    for (const kind of anomalyKinds) {
      const claim = attribution[cause][kind];
      if (typeof claim !== "string") continue;
      Deno.test(`${claim} alone is violated by what is ${kind}, with the cause ${cause}`, async () => {
        const report = await checkConformance(cellSubject(cause, kind), {
          seed,
          runs: runsFor(kind),
        });
        const violated = report.verdicts.filter(({ outcome }) => outcome === "violated");
        const messages = violated.map(({ rule, counterexample }) =>
          `${rule}: ${counterexample?.message} ${JSON.stringify(counterexample?.history)}`
        );
        // What stands in the place of an anomaly with an unknown cause is wrong for reasons of its own.
        const besides = cause === "unknown" ? [attribution.plain[standIn(kind)] as RuleId] : [];
        const wanted: readonly RuleId[] = [claim, ...besides];
        assertEquals(
          violated.map(({ rule }) => rule).sort(),
          [...wanted].sort(),
          `seed ${seed}:\n${messages.join("\n")}`,
        );
      });
    }
  }
}
