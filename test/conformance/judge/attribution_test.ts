import {
  type AnomalyKind,
  anomalyKinds,
  attribution,
  type Cause,
  causes,
  evidenceOf,
  ruleIds,
  rules,
} from "@watertight/sinks/conformance";
import * as fc from "fast-check";
import { variantsOf } from "../../../conformance/history/variants.ts";
import { anomaliesOf } from "../../../conformance/judge/anomalies.ts";
import { becauseOf, claimedRules, claimOf } from "../../../conformance/judge/attribution.ts";
import { factors } from "../../../conformance/judge/factors.ts";
import { implications } from "../../../conformance/judge/implications.ts";
import { assert, assertEquals } from "../../assert.ts";
import { bareShape, histories } from "../history/shapes.ts";
import { smallest } from "./traces.ts";

const known = new Set<string>(ruleIds);

Deno.test("every rule that the table names is known", () => {
  assertEquals([...claimedRules].filter((id) => !known.has(id)), []);
});

Deno.test("every cause but plain says in a sentence what it is", () => {
  const silent = causes.filter((cause) => becauseOf[cause] === "");
  assertEquals(silent, ["plain"]);
  for (const cause of causes) assert(!becauseOf[cause].endsWith("."), `${cause} ends with a stop`);
});

Deno.test("every factor is a cause, or is refined into some", () => {
  const refined = ["fault"];
  const missing = factors.filter((factor) => !(causes as readonly string[]).includes(factor));
  assertEquals(missing, refined);
});

/** Every cell of the table that a rule claims. */
const cells = causes.flatMap((cause) =>
  anomalyKinds.flatMap((kind) => {
    const claim = claimOf(cause, kind);
    return claim === undefined ? [] : [[cause, kind, claim] as const];
  })
);

/** The rules that the table gives something to and that are red with one anomaly of that cause. */
function red(cause: Cause, kind: AnomalyKind): readonly string[] {
  const evidence = evidenceOf(smallest[kind], { [kind]: cause });
  return rules.filter(({ id, judge }) => claimedRules.has(id) && judge(evidence)?.length)
    .map(({ id }) => id);
}

Deno.test("every cell of the table makes the rule red that it names, and no other", () => {
  for (const [cause, kind, claim] of cells) {
    assertEquals([cause, kind, ...red(cause, kind)], [cause, kind, claim]);
  }
});

Deno.test("a rule says what the cause is, after what is wrong", () => {
  for (const [cause, kind, claim] of cells) {
    const evidence = evidenceOf(smallest[kind], { [kind]: cause });
    const [finding] = rules.find(({ id }) => id === claim)!.judge(evidence) ?? [];
    const because = becauseOf[cause];
    const { text } = evidence.anomalies[0]!;
    assertEquals(finding?.message, because === "" ? text : `${text}; ${because}`);
  }
});

Deno.test("without an attribution no rule of the table is red", () => {
  for (const kind of anomalyKinds) {
    const evidence = { ...evidenceOf(smallest[kind]), causes: new Map() };
    const found = rules.filter(({ id, judge }) => claimedRules.has(id) && judge(evidence)?.length);
    assertEquals([kind, ...found.map(({ id }) => id)], [kind]);
  }
});

/** The cells that no rule claims, by the reason. */
const unclaimed = Map.groupBy(
  causes.flatMap((cause) =>
    anomalyKinds.flatMap((kind) => {
      const claim = attribution[cause][kind];
      return typeof claim === "string" ? [] : [{ cause, kind, reason: claim.unclaimed }];
    })
  ),
  ({ reason }) => reason,
);

const [onlyFailures, nothingPending] = [
  "only a write that failed can be torn, leave a gap or be published, and its fault comes first",
  "only what is lost can have been pending: the variant adds a write, and takes nothing away",
];

Deno.test("no cell is unclaimed for another reason than those that are shown to hold", () => {
  assertEquals([...unclaimed.keys()].sort(), [nothingPending, onlyFailures].sort());
});

Deno.test("only a write that failed can be torn, leave a gap or be published", () => {
  const kinds = new Set(unclaimed.get(onlyFailures)!.map(({ kind }) => kind));
  assertEquals([...kinds].sort(), ["gap", "published", "torn"]);
  for (const kind of kinds) {
    const trace = smallest[kind];
    const calls = trace.calls.map(({ fault: _, ...call }) => call);
    const left = anomaliesOf({ ...trace, calls }).map((anomaly) => anomaly.kind);
    assert(!left.includes(kind), `${kind} is there without a fault`);
  }
});

Deno.test("what a fault does is claimed wherever it struck", () => {
  const faults = causes.filter((it) => it.startsWith("fault-") || it === "unclear-outcome");
  for (const cause of faults) {
    for (const kind of anomalyKinds) assert(claimOf(cause, kind), `${kind} of ${cause}`);
  }
});

Deno.test("what is added to flush what is pending takes nothing away", () => {
  assertEquals(new Set(unclaimed.get(nothingPending)!.map(({ cause }) => cause)).size, 1);
  assert(claimOf("pending", "lost"), "what is lost is claimed");
  fc.assert(fc.property(histories, (history) => {
    for (const variant of variantsOf(history, "pending", bareShape.pool)) {
      const told = history.steps.map((step) => JSON.stringify(step));
      let next = 0;
      for (const step of variant.steps) if (JSON.stringify(step) === told[next]) next++;
      assertEquals(told.slice(next), [], "steps that are not in their place any more");
    }
  }));
});

Deno.test("implications name known rules, and none implies itself through others", () => {
  const impliedBy = (id: string, above: readonly string[] = []): void => {
    assert(known.has(id), `${id} is no rule`);
    assert(!above.includes(id), `${[...above, id].join(" → ")} goes round`);
    for (const next of implications[id as keyof typeof implications] ?? []) {
      impliedBy(next, [...above, id]);
    }
  };
  for (const id of Object.keys(implications)) impliedBy(id);
});
