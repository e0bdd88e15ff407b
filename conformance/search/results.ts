import type { Trace } from "../../src/protocol/mod.ts";
import type { History } from "../history/history.ts";
import type { Evidence } from "../judge/evidence.ts";
import type { Finding, Rule } from "../rule.ts";

/** A history that something was found in. */
export interface FoundIn {
  readonly history: History;
  /** Its path for fast-check: the place of the history among all of the seed. */
  readonly path: string;
  /** How many of so many runs of the same history showed it, where not every one did. */
  readonly times?: Times;
  /** Whether nothing smaller is to be looked for. */
  readonly smallest?: true;
}

/** A violation of a rule. */
export interface Violation extends FoundIn, Finding {
  readonly trace: Trace;
  /** The events whose value does not matter, by index. */
  readonly anyOther?: readonly number[];
  /** The history once more, read after each call. */
  readonly stepwise?: Trace;
  /** What the anomalies it is about are blamed on; absent or empty where nothing is blamed. */
  readonly causes?: Evidence["causes"];
}

/** In how many of so many runs of one history something showed. */
export interface Times {
  readonly shown: number;
  readonly runs: number;
}

/** What is known of each rule so far. */
export class Results {
  readonly #entries: Map<Rule, { histories: number; violation?: Violation }>;
  readonly #violated = new Set<Rule["id"]>();

  constructor(rules: readonly Rule[]) {
    this.#entries = new Map(rules.map((rule) => [rule, { histories: 0 }]));
  }

  /** Lets every rule judge; whether one was violated for the first time. */
  judge(evidence: Evidence, found: FoundIn): boolean {
    let news = false;
    for (const [rule, entry] of this.#entries) {
      const findings = rule.judge(evidence);
      if (findings === undefined) continue;
      entry.histories++;
      const [finding] = findings;
      if (!finding || entry.violation) continue;
      const { trace, causes } = evidence;
      entry.violation = { ...found, ...finding, trace, causes };
      this.#violated.add(rule.id);
      news = true;
    }
    return news;
  }

  /** Takes a violation back that did not stand up to repetition. */
  acquit(rule: Rule): void {
    delete this.#entries.get(rule)?.violation;
    this.#violated.delete(rule.id);
  }

  /**
   * Takes back what came and went. Where calls leave work behind, what of it is done when the contents are read is
   * no chance of its own, whichever was found first.
   */
  acquitChances(): void {
    for (const [rule, { violation }] of this.#entries) if (violation?.times) this.acquit(rule);
  }

  /** How many histories a rule was judged on. */
  histories(rule: Rule): number {
    return this.#entries.get(rule)?.histories ?? 0;
  }

  /** The first violation of a rule. */
  violation(rule: Rule): Violation | undefined {
    return this.#entries.get(rule)?.violation;
  }

  /** Whether a rule of this id is violated. */
  violates(id: Rule["id"]): boolean {
    return this.#violated.has(id);
  }

  /** The rules violated so far. */
  get violated(): readonly Rule[] {
    return [...this.#entries].filter(([, { violation }]) => violation).map(([rule]) => rule);
  }
}
