import type { Call, Trace } from "../../src/protocol/mod.ts";
import type { Counterexample, Replay, Verdict } from "../report.ts";
import { visibleLine } from "../visible.ts";
import { labelledLines, type Measure } from "./measure.ts";
import { contentsDiff, type DiffLine } from "./contents_diff.ts";
import type { Paint } from "./paint.ts";
import { mark, timelineOf } from "./timeline.ts";
import {
  anyOtherText,
  callNotes,
  callWords,
  contentsText,
  eventLines,
  outcomeText,
  overlapsNext,
  replayOf,
  ruleOf,
  timesText,
} from "./words.ts";

/** How a violation is written out. */
export interface ViolationLooks {
  readonly measure: Measure;
  readonly paint: Paint;
  readonly replay: (replay: Replay) => string;
  /** The page of a rule, where there is one. */
  readonly pageOf: (id: string) => string | undefined;
}

/** A violated rule: what it says, what went wrong and in which history, what follows, and how to see it again. */
export function violationText(
  verdict: Verdict,
  consequences: readonly string[],
  looks: ViolationLooks,
): string {
  const { rule: id, level, claimed, counterexample, reason } = verdict;
  const { measure, paint, replay } = looks;
  const again = replayOf(verdict);
  const { statement, hint } = ruleOf(id);
  const fails = level === "MUST" || claimed;
  const sign = `${fails ? "✗" : "⚠"} ${level}${claimed ? ", claimed:" : ""} `;
  const [first = "", ...rest] = measure.across(`${sign}${id}: ${statement}`, 2);
  const head = `${(fails ? paint.bad : paint.warn)(sign)}${
    paint.link(paint.strong(id), looks.pageOf(id))
  }${first.slice(sign.length + id.length)}`;
  const labelled = (label: string, lines: readonly string[]) =>
    labelledLines(label, lines).replace(label, (text) => paint.faint(text));
  return [
    head,
    ...rest,
    ...(reason === undefined ? [] : [labelled("because", measure.beside(reason))]),
    ...(counterexample ? fieldsOf(counterexample, labelled, looks) : []),
    ...(consequences.length > 0
      ? [labelled("so also", measure.beside(`${consequences.join(", ")}: of the same cause`))]
      : []),
    // In one line, however long: it is to be pasted.
    ...(again ? [labelled("replay", [visibleLine(replay(again))])] : []),
    labelled("look at", measure.beside(hint)),
  ].join("\n");
}

function fieldsOf(
  counterexample: Counterexample,
  labelled: (label: string, lines: readonly string[]) => string,
  { measure, paint }: ViolationLooks,
): readonly string[] {
  const { message, trace, contents, calls = [], anyOther } = counterexample;
  const times = timesText(counterexample);
  const diff = contentsDiff(trace);
  const shown = new Set(diff.map(({ event }) => event));
  const events = eventLines(trace, { without: shown, anyOther });
  const timeline = timelineOf(trace, measure.besides, { marked: calls, paint });
  return [
    labelled("because", [message, ...times ? [times] : []].flatMap((it) => measure.beside(it))),
    labelled(
      "history",
      timeline ??
        trace.calls.flatMap((call, index) =>
          measure.beside(`${calls.includes(index) ? mark : ""}${callLine(call, trace)}`, 2)
        ),
    ),
    ...(events.length > 0
      ? [labelled("events", events.flatMap((text) => measure.beside(text, 2)))]
      : []),
    labelled("stored", [
      ...(diff.length === 0 || isWatched(trace)
        ? measure.beside(contentsText(contents, trace))
        : []),
      ...diffText(diff, anyOther, measure, paint),
    ]),
  ];
}

/** Whether the contents were read again later, and had changed. */
function isWatched({ contents, lateContents }: Trace): boolean {
  return lateContents !== undefined && lateContents.length !== contents?.length;
}

/** Lines that are shown around one that differs, and of one mark in a row. */
const around = 2;
const atOnce = 8;

/** Only what differs, with what stands around it. */
function diffText(
  diff: readonly DiffLine[],
  anyOther: readonly number[] | undefined,
  measure: Measure,
  paint: Paint,
): readonly string[] {
  if (diff.length === 0) return [];
  const blocks = blocksOf(diff).flatMap((lines, index, all): readonly string[] => {
    const { mark } = lines[0]!;
    const [head, tail] = mark === " "
      ? [index === 0 ? 0 : around, index === all.length - 1 ? 0 : around]
      : [atOnce, 0];
    const hidden = lines.length - head - tail;
    const text = ({ mark, event, text }: DiffLine) =>
      measure.beside(`${mark} ${text}${mark === "-" ? anyOtherText(event, anyOther) : ""}`, 2).map(
        mark === "-" ? paint.good : mark === "+" ? paint.bad : paint.faint,
      );
    if (hidden <= 1) return lines.flatMap(text);
    const rest = `${mark} … ${hidden} ${mark === " " ? "as expected" : "more"}`;
    return [
      ...lines.slice(0, head).flatMap(text),
      paint.faint(rest),
      ...lines.slice(lines.length - tail).flatMap(text),
    ];
  });
  return [paint.faint("- expected, + stored"), ...blocks];
}

/** Lines in a row that have one mark. */
function blocksOf(diff: readonly DiffLine[]): readonly (readonly DiffLine[])[] {
  const blocks: DiffLine[][] = [];
  for (const line of diff) {
    const last = blocks.at(-1);
    if (last?.at(0)?.mark === line.mark) last.push(line);
    else blocks.push([line]);
  }
  return blocks;
}

/** One call in the words of the report: `write [e0] to p0 (worker 0)`. */
function callLine(call: Call, trace: Trace): string {
  const outcome = outcomeText(call);
  const notes = [
    ...callNotes(call, trace),
    ...overlapsNext(call) ? ["overlaps the next call"] : [],
  ];
  return visibleLine(
    `${callWords(call)}${outcome === undefined ? "" : `: ${outcome}`}${
      notes.map((note) => `, ${note}`).join("")
    }`,
  );
}
