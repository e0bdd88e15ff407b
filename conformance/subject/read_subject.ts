import { describeValue } from "../describe.ts";
import { FixtureError, type Hook } from "./fixture_error.ts";
import { boundTo, defined, itemsOf, memberOf, readable } from "./member.ts";
import { readSometimes } from "./sometimes.ts";
import { ruleIds } from "../rule_id.ts";
import type { Guarantees, InvalidConfig, Subject } from "../subject.ts";

/**
 * Reads every member of a subject, once, into a plain object: nothing of it can throw or change from then on.
 *
 * @throws {FixtureError} naming the member that cannot be read or is not what it must be.
 */
export function readSubject<E>(subject: Subject<E>): Subject<E> {
  if (typeof subject !== "object" || subject === null) {
    throw new FixtureError("subject", `must be an object: it is ${describeValue(subject)}`);
  }
  const read = (member: Hook & keyof Subject<E>) => memberOf(subject, member, member);
  const method = (member: "open" | "release" | "identity" | "key" | "copy" | "equal") => {
    const value = read(member);
    if (value === undefined && member !== "open") return undefined;
    if (typeof value === "function") return boundTo(subject, value);
    throw new FixtureError(member, `must be a function: it is ${describeValue(value)}`);
  };
  return defined({
    name: requireName(read("name")),
    open: method("open"),
    release: method("release"),
    exempt: exemptOf(read("exempt")),
    sometimes: readSometimes(read("sometimes")),
    events: read("events"),
    identity: method("identity"),
    key: method("key"),
    copy: method("copy"),
    equal: method("equal"),
    guarantees: claimsOf(read("guarantees")),
    thresholds: thresholdsOf(read("thresholds")),
    invalidEvents: read("invalidEvents"),
    invalidConfigs: invalidConfigsOf(read("invalidConfigs")),
    stringConfig: stringConfigOf(subject, read("stringConfig")),
  }) as unknown as Subject<E>;
}

function stringConfigOf(subject: object, config: unknown): unknown {
  return typeof config === "function" ? boundTo(subject, config) : config;
}

function requireName(name: unknown): string {
  if (typeof name === "string" && name !== "") return name;
  throw new FixtureError("subject", `must have a name: it has ${describeValue(name)}`);
}

function exemptOf(exempt: unknown): Subject<unknown>["exempt"] | undefined {
  if (exempt === undefined) return undefined;
  const entries = readable("exempt", () => Object.entries(requireObject("exempt", exempt)));
  const known = new Set<string>(ruleIds);
  for (const [id, reason] of entries) {
    if (!known.has(id)) {
      throw new FixtureError("subject", `must exempt known rules: ${describeValue(id)} is none`);
    }
    if (typeof reason !== "string" || reason === "") {
      const what = reason === "" ? "empty" : describeValue(reason);
      throw new FixtureError("subject", `must give a reason to exempt ${id}: it is ${what}`);
    }
  }
  return Object.fromEntries(entries);
}

/** What each guarantee may be. */
const choices: { readonly [K in keyof Guarantees]: readonly Guarantees[K][] } = {
  order: ["worker", "none"],
  durable: ["on-close", "on-write"],
  atomicBatches: [true, false],
  delivery: ["at-least-once", "exactly-once"],
  restart: ["appends", "replaces"],
};

function claimsOf(guarantees: unknown): Partial<Guarantees> | undefined {
  if (guarantees === undefined) return undefined;
  const claimed = requireObject("guarantees", guarantees);
  const unknown = readable("guarantees", () => Object.keys(claimed)).find((it) =>
    !Object.hasOwn(choices, it)
  );
  if (unknown !== undefined) {
    throw new FixtureError(
      "guarantees",
      `must be among ${Object.keys(choices).join(", ")}: ${describeValue(unknown)} is not`,
    );
  }
  return defined(Object.fromEntries(
    Object.entries(choices).map(([guarantee, allowed]) => {
      const value = memberOf(claimed, guarantee, "guarantees");
      if (guarantee === "durable" && isWithin(value)) return [guarantee, { within: value.within }];
      if (value === undefined || (allowed as readonly unknown[]).includes(value)) {
        return [guarantee, value];
      }
      const wanted = allowed.map((it) => JSON.stringify(it)).join(" or ") +
        (guarantee === "durable" ? " or { within: milliseconds }" : "");
      throw new FixtureError(
        "guarantees",
        `must have ${guarantee} ${wanted}: it has ${describeValue(value)}`,
      );
    }),
  ));
}

/** Whether it is a claim of so many whole milliseconds. */
function isWithin(value: unknown): value is { readonly within: number } {
  if (typeof value !== "object" || value === null) return false;
  const within = memberOf(value, "within", "guarantees");
  return Number.isSafeInteger(within) && (within as number) >= 0 && (within as number) <= 60_000;
}

function thresholdsOf(thresholds: unknown): readonly number[] | undefined {
  if (thresholds === undefined) return undefined;
  const list = listOf("thresholds", "batch sizes", thresholds);
  const wrong = list.findIndex((it) => !Number.isSafeInteger(it) || (it as number) < 1);
  if (wrong < 0) return list as readonly number[];
  throw new FixtureError(
    "thresholds",
    `must be whole numbers from 1: number ${wrong} is ${describeValue(list[wrong])}`,
  );
}

function invalidConfigsOf(configs: unknown): readonly InvalidConfig[] | undefined {
  if (configs === undefined) return undefined;
  return listOf("invalidConfigs", "configurations", configs).map((entry, index) => {
    if (typeof entry !== "object" || entry === null) {
      throw new FixtureError(
        "invalidConfigs",
        `must each be an object with a config and a key: number ${index} is ${
          describeValue(entry)
        }`,
      );
    }
    const key = memberOf(entry, "key", "invalidConfigs");
    if (typeof key !== "string" || key === "") {
      throw new FixtureError(
        "invalidConfigs",
        `must each name the key that is wrong: number ${index} has ${describeValue(key)}`,
      );
    }
    return { config: memberOf(entry, "config", "invalidConfigs"), key };
  });
}

function listOf(hook: Hook, what: string, value: unknown): readonly unknown[] {
  const items = itemsOf(value, hook);
  if (items) return items;
  throw new FixtureError(hook, `must be a list of ${what}: it is ${describeValue(value)}`);
}

function requireObject(hook: Hook, value: unknown): object {
  if (typeof value === "object" && value !== null) return value;
  throw new FixtureError(hook, `must be an object: it is ${describeValue(value)}`);
}
