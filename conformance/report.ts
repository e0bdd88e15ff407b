import type { Contents, Trace } from "../src/protocol/mod.ts";
import type { History } from "./history/history.ts";
import type { RuleId } from "./rule_id.ts";

/** What a check found. Plain data: renderers and assertions only read it. */
export interface Report {
  /** The name of the subject. */
  readonly subject: string;
  /**
   * False when a MUST is violated (a SHOULD too under `strict`, or where the author's own claim selected it), when
   * an exemption is stale, when what the subject says must happen sometimes never did, and under `strict` when the
   * search was ended early.
   */
  readonly conforms: boolean;
  /** The seed that all histories and events follow from. */
  readonly seed: number;
  /** How many histories were run, shrinking and controls not counted. */
  readonly histories: number;
  /** How long the check took. */
  readonly elapsedMs: number;
  /** One verdict a rule, in the order of `rules`. */
  readonly verdicts: readonly Verdict[];
  /** Rules that are exempt without need: the sink keeps them. */
  readonly staleExemptions: readonly RuleId[];
  /** What the sink does better than it claims, one sentence each. */
  readonly notes: readonly string[];
  /** What the author should know beside the verdicts, such as a regression that could not be run. */
  readonly warnings?: readonly string[];
  /** Why the search ended before all histories were run, if it did. */
  readonly stopped?: string;
  /** In how many histories each situation was met, by name; what a green means depends on it. Absent in a replay. */
  readonly situations?: Readonly<Record<string, number>>;
  /** What the subject says at least one history must do, and none did. */
  readonly never?: readonly string[];
}

/** What became of one rule. */
export interface Verdict {
  /** The id of the rule. */
  readonly rule: RuleId;
  /** Its level. */
  readonly level: "MUST" | "SHOULD";
  /**
   * `satisfied`: held in every history that says something of it; `violated`: there is a counterexample;
   * `inconclusive`: no history said anything of it; `inapplicable`: the subject lacks what the rule needs;
   * `exempt`: violated, and the subject says why that is accepted; `implied`: violated, as a consequence of
   * another rule's violation.
   */
  readonly outcome:
    | "satisfied"
    | "violated"
    | "implied"
    | "inconclusive"
    | "inapplicable"
    | "exempt";
  /** For what is implied: the rule whose violation it is a consequence of. */
  readonly cause?: RuleId;
  /** Whether the subject's own claim selected it: then a violation counts whatever its level. */
  readonly claimed?: true;
  /** How many histories it was judged on. */
  readonly histories: number;
  /** Why it is inconclusive, inapplicable or exempt. */
  readonly reason?: string;
  /** The smallest history found that violates it. */
  readonly counterexample?: Counterexample;
  /** What runs its history again, where the check was ended before there was a counterexample. */
  readonly replay?: Replay;
}

/** A history that violates a rule, with all that was observed. */
export interface Counterexample {
  /** What is wrong, in a sentence. */
  readonly message: string;
  /** The calls to make. */
  readonly history: History;
  /** What was observed. */
  readonly trace: Trace;
  /** What the storage held at the end. */
  readonly contents: Contents;
  /** The options that run this history again. */
  readonly replay: Replay;
  /** The calls that the message is about, by their places in the trace; absent where it is about none alone. */
  readonly calls?: readonly number[];
  /**
   * The events whose value does not matter, by index: with others in the place of all of them the same went wrong in
   * every try. With another one in the place of any that is not listed it did not. Absent where that is not known.
   */
  readonly anyOther?: readonly number[];
  /**
   * The same history executed once more, read after every call where the storage could be read: what it held is
   * {@linkcode Call.after}. Its events have the indexes of {@linkcode Counterexample.trace}. Absent where no such
   * execution was made.
   */
  readonly stepwise?: Trace;
  /** In how many of so many runs of the same history it showed, where it comes and goes: a replay tries often. */
  readonly times?: { readonly shown: number; readonly runs: number };
}

/** The options that run one history again. */
export interface Replay {
  /** The seed of the report. */
  readonly seed: number;
  /** The path of the history. */
  readonly path: string;
  /** The rule it violates, alone in a list. */
  readonly rules: readonly RuleId[];
}
