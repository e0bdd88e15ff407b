import {
  type AnomalyKind,
  anomalyKinds,
  type Cause,
  causes,
  evidenceOf,
  type Need,
  ruleIds,
  rules,
} from "@watertight/sinks/conformance";
import { claimedRules, claimOf } from "../../../conformance/judge/attribution.ts";
import { becauseFor, becauseOf } from "../../../conformance/judge/causes.ts";
import { factors } from "../../../conformance/judge/factors.ts";
import { implications } from "../../../conformance/judge/implications.ts";
import { assert, assertEquals } from "../../assert.ts";
import { smallest } from "./traces.ts";

const known = new Set<string>(ruleIds);

Deno.test("every rule that the table names is known", () => {
  assertEquals([...claimedRules].filter((id) => !known.has(id)), []);
});

Deno.test("every cause but plain says in a sentence what it is", () => {
  const silent = causes.filter((cause) => becauseOf[cause] === "");
  assertEquals(silent, ["plain"]);
  for (const cause of causes) {
    assert(!becauseOf[cause].endsWith("."), `${cause} ends with a stop`);
  }
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
    const because = becauseFor(kind, cause);
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

/** What an anomaly needs to come about, by kind and by cause: a rule that needs it applies where it does. */
const given: readonly [Need, (cause: Cause, kind: AnomalyKind) => boolean][] = [
  ["faults", (cause) => isOfFault(cause)],
  ["a write that fails", (cause) => isOfFault(cause) || cause.startsWith("invalid-")],
  ["invalidEvents", (cause) => cause.startsWith("invalid-")],
  ["stringConfig", (cause) => cause === "string-config"],
  ["key", (_, kind) => kind === "stale"],
  ["guarantees.order = worker", (_, kind) => /^(shuffled|swapped|gap)$/.test(kind)],
  ["guarantees.atomicBatches", (_, kind) => kind === "torn"],
  // Where a repetition is allowed it is no anomaly.
  ["guarantees.delivery = exactly-once", (cause) => cause === "unclear-outcome"],
];

function isOfFault(cause: Cause): boolean {
  return /^fault-|^unclear-|failed-close$/.test(cause);
}

Deno.test("no anomaly is claimed by a rule that may not apply where it comes about", () => {
  const ofBatch = (kind: AnomalyKind) => /^(torn|gap|published)$/.test(kind);
  for (const [cause, kind, claim] of cells) {
    const { needs } = rules.find(({ id }) => id === claim)!;
    const missing = needs.filter((need) => {
      if (need === "faults" && ofBatch(kind)) return false;
      return !given.some(([it, holds]) => it === need && holds(cause, kind));
    });
    assertEquals([cause, kind, claim, ...missing], [cause, kind, claim]);
  }
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
