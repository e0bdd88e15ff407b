import type { Fixture, Guarantees, Subject } from "../subject.ts";
import type { Need, Rule } from "../rule.ts";

/** Why a rule does not apply to a subject; `undefined` when it does. */
export function inapplicable<E>(
  rule: Rule,
  subject: Subject<E>,
  guarantees: Guarantees,
  fixture: Fixture<E>,
): string | undefined {
  const missing = rule.needs.filter((need) => !meets(need, subject, guarantees, fixture));
  return missing.length > 0 ? `needs ${missing.join(" and ")}` : undefined;
}

function meets<E>(
  need: Need,
  subject: Subject<E>,
  guarantees: Guarantees,
  fixture: Fixture<E>,
): boolean {
  switch (need) {
    case "faults":
      return fixture.faults !== undefined;
    case "faults (hang)":
      return fixture.faults?.kinds?.includes("hang") === true;
    case "key":
      return subject.key !== undefined;
    case "invalidEvents":
      return subject.invalidEvents !== undefined;
    case "invalidConfigs":
      return (subject.invalidConfigs?.length ?? 0) > 0;
    case "stringConfig":
      return subject.stringConfig !== undefined;
    case "a build that fails":
      return fixture.faults !== undefined || (subject.invalidConfigs?.length ?? 0) > 0;
    case "a write that fails":
      return fixture.faults !== undefined || subject.invalidEvents !== undefined;
    case "guarantees.durable = on-write":
      return guarantees.durable === "on-write";
    case "guarantees.durable = { within }":
      return typeof guarantees.durable === "object";
    case "readable = always":
      return fixture.readable !== "closed";
    case "guarantees.order = worker":
      return guarantees.order === "worker";
    case "guarantees.atomicBatches":
      return guarantees.atomicBatches;
    case "guarantees.delivery = exactly-once":
      return guarantees.delivery === "exactly-once";
  }
}
