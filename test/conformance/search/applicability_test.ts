import * as fc from "fast-check";
import { checkConformance, type Report, rules, type Subject } from "@watertight/sinks/conformance";
import { assertEquals } from "../../assert.ts";
import { faultyRows, type Row, rowsSubject, sound } from "../rows.ts";

async function reasons(subject: Subject<Row>): Promise<ReadonlyMap<string, string>> {
  const { verdicts }: Report = await checkConformance(subject, { seed: 1, runs: 0 });
  return new Map(
    verdicts.filter(({ outcome }) => outcome === "inapplicable").map((it) => [it.rule, it.reason!]),
  );
}

Deno.test("a rule whose needs are not met is inapplicable, and says what it needs", async () => {
  const found = await reasons(rowsSubject());
  const needy = rules.filter(({ needs }) =>
    needs.some((need) => need !== "guarantees.order = worker")
  );
  assertEquals([...found.keys()], needy.map(({ id }) => id));
  assertEquals(found.get("fault.surfaces"), "needs faults");
  assertEquals(
    found.get("fault.no-duplicates"),
    "needs faults and guarantees.delivery = exactly-once",
  );
});

/** What an author adds, and a rule that applies from then on. */
const supplied: [string, () => Subject<Row>][] = [
  ["fault.surfaces", () => faultyRows()],
  ["close.after-failed-write", () => faultyRows()],
  ["close.after-failed-write", () => rowsSubject(sound, { invalidEvents: fc.constant(1) })],
  ["write.rejects-unsupported", () => rowsSubject(sound, { invalidEvents: fc.constant(1) })],
  [
    "build.rejects-bad-config",
    () => rowsSubject(sound, { invalidConfigs: [{ config: {}, key: "table" }] }),
  ],
  ["config.strings", () => rowsSubject(sound, { stringConfig: { table: "rows" } })],
  ["write.durable", () => rowsSubject(sound, { guarantees: { durable: "on-write" } })],
  ["fault.atomic-batch", () => faultyRows({ guarantees: { atomicBatches: true } })],
  ["fault.no-duplicates", () => faultyRows({ guarantees: { delivery: "exactly-once" } })],
  [
    "build.releases-on-failure",
    () =>
      rowsSubject(
        sound,
        { invalidConfigs: [{ config: {}, key: "table" }] },
        () => ({ openResources: () => 0 }),
      ),
  ],
];

for (const [rule, subject] of supplied) {
  const { needs } = rules.find(({ id }) => id === rule)!;
  Deno.test(`${rule} applies once there is ${needs.join(" and ")}`, async () => {
    assertEquals((await reasons(subject())).get(rule), undefined);
  });
}

Deno.test("a sink that claims less is not judged by more", async () => {
  const found = await reasons(rowsSubject(sound, { guarantees: { order: "none" } }));
  assertEquals(found.get("order.within-batch"), "needs guarantees.order = worker");
});
