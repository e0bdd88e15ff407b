import type { Evidence } from "./judge/evidence.ts";
import type { RuleId } from "./rule_id.ts";

/** What an author must supply for a rule to apply. */
export type Need =
  | "faults"
  | "faults (hang)"
  | "key"
  | "invalidEvents"
  | "invalidConfigs"
  | "stringConfig"
  | "a write that fails"
  | "a build that fails"
  | "guarantees.durable = on-write"
  | "guarantees.durable = { within }"
  | "readable = always"
  | "guarantees.order = worker"
  | "guarantees.atomicBatches"
  | "guarantees.delivery = exactly-once";

/** One promise of the contract, and the judge of it. */
export interface Rule<Id extends RuleId = RuleId> {
  /** Its permanent name, `family.promise`. */
  readonly id: Id;
  /** MUST fails a suite; SHOULD warns, and fails when the author asks for strict. */
  readonly level: "MUST" | "SHOULD";
  /** Where the promise comes from. */
  readonly basis: "contract" | "adapter" | "engine" | "prudence";
  /** What an author must supply; without it the rule is inapplicable, and the report says so. */
  readonly needs: readonly Need[];
  /** The promise. */
  readonly statement: string;
  /** Why it matters: what goes wrong in production without it. */
  readonly intent: string;
  /** What a green does not say. */
  readonly notVerified: string;
  /** What to look at when it is red, and how such sinks are mended. */
  readonly hint: string;
  /**
   * Whether its evidence comes from the whole process, where other threads and pools that warm up are at work
   * too: a violation then counts only when twice the history brings more of it.
   */
  readonly ambient?: true;
  /** What it means when no history says anything of it, where that says something of the sink. */
  readonly silent?: string;
  /** Judges one history. */
  readonly judge: Judge;
}

/**
 * Judges the evidence of one history. A pure function: the same evidence gives the same findings.
 *
 * @returns the violations, none when the rule holds; `undefined` when the history says nothing of the rule.
 */
export type Judge = (evidence: Evidence) => readonly Finding[] | undefined;

/** One violation, in a sentence without a full stop that names the real cause. */
export interface Finding {
  /** The sentence. */
  readonly message: string;
  /** The calls it is about, by their places in the trace; absent where it is about none alone. */
  readonly calls?: readonly number[];
}
