import type { RenderOptions } from "../format.ts";
import type { Report, Verdict } from "../../report.ts";

/**
 * What a page shows of one subject, with every value of the author in words already: it is written where those
 * values are, and read where the page is put together.
 */
export interface SubjectView {
  readonly name: string;
  /** What kept it from being checked; then there is nothing else. */
  readonly unchecked?: string;
  /** The report, its verdicts without their counterexamples. */
  readonly report?: Report;
  /** The violated rules. */
  readonly causes: readonly CauseView[];
  /** What is known of the check from outside. */
  readonly setting: Pick<RenderOptions, "date" | "module">;
}

/** One violated rule with its smallest history. */
export interface CauseView {
  readonly verdict: Verdict;
  /** The rules that are violated as its consequences. */
  readonly consequences: readonly string[];
  /** How its history is run again, where it has one. */
  readonly replay?: string;
  /** Absent where there is no counterexample. */
  readonly shown?: HistoryView;
}

/** What a history shows. */
export interface HistoryView {
  readonly message: string;
  readonly times?: string;
  /** What each lane shows, and where each run but the first begins. */
  readonly columns: readonly string[];
  readonly runs: readonly { readonly row: number; readonly text: string }[];
  readonly calls: readonly CallView[];
  /** Where what the storage held after the calls is known from. */
  readonly source: ReadingSource;
  /** Whether the further execution ended with other contents than the one that was judged. */
  readonly strayed: boolean;
  readonly end: HeldView;
  /** A while later, where that differs. */
  readonly later?: HeldView;
  /** What is stored against what was expected, as lines; empty when they agree or nothing is to be told. */
  readonly difference: readonly DifferenceLine[];
  /** The events that no line of the difference shows. */
  readonly events: readonly EventView[];
  /** Whether the value of no event matters; then nothing is said of each. */
  readonly anyEvents: boolean;
  /** How many events there are besides. */
  readonly moreEvents: number;
  /** What was observed, as JSON. */
  readonly trace: string;
}

/** Another execution that read after every call, or the judged one with what it happened to read. */
export type ReadingSource = "further" | "judged";

/** A line of a difference; one with a dash stands for lines that are the same on both sides. */
export interface DifferenceLine {
  readonly mark: "-" | "+" | " " | "…";
  readonly text: string;
  /** Whether any other event in its place shows the same. */
  readonly any: boolean;
}

/** An event with its value. */
export interface EventView {
  readonly name: string;
  readonly value: string;
  /** Whether any other event in its place shows the same. */
  readonly any: boolean;
}

/** A call, its place in the lanes, and what the storage held after it. */
export interface CallView {
  /** What is particular: `threw fault`; empty when it returned. */
  readonly kind: string;
  /** What its lane shows: `write [e0]`. */
  readonly label: string;
  /** The whole call: `write [e0] to p0 (worker 0)`. */
  readonly words: string;
  readonly column: number;
  readonly start: number;
  readonly end: number;
  /** How it ended, where that is not as it should. */
  readonly outcome?: string;
  readonly notes: readonly string[];
  /** Whether this is where it shows. */
  readonly shows: boolean;
  /** Whether another call goes on at the same time. */
  readonly overlaps: boolean;
  /** What the storage held just before, where that is known and no call before it tells. */
  readonly before?: HeldView;
  /** What it held just after; absent when nobody looked. */
  readonly after?: HeldView;
}

/** What a storage holds, in storage order and with what it should hold besides; or why it could not be read. */
export type HeldView =
  | { readonly chips: readonly Chip[]; readonly more: number; readonly isEmpty: boolean }
  | { readonly unreadable: string };

/** A stored value, or several in a row, or one that is missing. */
export interface Chip {
  readonly mark: Mark;
  readonly text: string;
  /** For an altered one: what was written. */
  readonly written?: string;
}

/** What there is to say of a stored value. */
export type Mark = "" | "new" | "again" | "extra" | "altered" | "moved" | "lost" | "unstored";
