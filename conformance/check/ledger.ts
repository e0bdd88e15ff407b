import type { Trace } from "../../src/protocol/mod.ts";
import type { History } from "../history.ts";
import type { Evidence } from "../judge/evidence.ts";
import type { Rule } from "../rule.ts";

/** The first violation of a rule. */
export interface Violation {
  readonly message: string;
  readonly history: History;
  readonly trace: Trace;
  /** Its path for fast-check: the place of the history among all of the seed. */
  readonly path: string;
  /** Run once more, the history was clean. */
  readonly unsteady?: true;
}

/** What is known of each rule so far. */
export class Ledger {
  readonly #entries: Map<Rule, { histories: number; violation?: Violation }>;

  constructor(rules: readonly Rule[]) {
    this.#entries = new Map(rules.map((rule) => [rule, { histories: 0 }]));
  }

  /** Lets every rule judge; whether one was violated for the first time. */
  judge(evidence: Evidence, history: History, path: string): boolean {
    let news = false;
    for (const [rule, entry] of this.#entries) {
      const findings = rule.judge(evidence);
      if (findings === undefined) continue;
      entry.histories++;
      const [finding] = findings;
      if (!finding || entry.violation) continue;
      entry.violation = { message: finding.message, history, trace: evidence.trace, path };
      news = true;
    }
    return news;
  }

  /** Takes a violation back that did not stand up to repetition. */
  acquit(rule: Rule): void {
    delete this.#entries.get(rule)?.violation;
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
  violates(id: string): boolean {
    return this.violated.some((rule) => rule.id === id);
  }

  /** The rules violated so far. */
  get violated(): readonly Rule[] {
    return [...this.#entries].filter(([, { violation }]) => violation).map(([rule]) => rule);
  }
}
