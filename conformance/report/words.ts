/** What reports say, in the same words whatever form they are given. */
import { count, describeValue, thrownText } from "../describe.ts";
import type { Call, Contents, Given, Stored, Trace } from "../../src/protocol/mod.ts";
import type { Counterexample, Replay, Report, Verdict } from "../report.ts";
import { anomaliesOf } from "../judge/anomalies.ts";
import type { Rule } from "../rule.ts";
import type { RuleId } from "../rule_id.ts";
import { rules } from "../rules/mod.ts";
import { visibleLine } from "../visible.ts";

/** `rows does not conform`. */
export function outcomeOf({ subject, conforms }: Report): string {
  return `${visibleLine(subject)} ${conforms ? "conforms" : "does not conform"}`;
}

/** `57 of 60 rules satisfied, 3 violated`. */
export function countsOf({ verdicts }: Report): string {
  const number = (outcome: Verdict["outcome"]) => withOutcome(verdicts, outcome).length;
  const shown = (["violated", "implied", "inconclusive", "inapplicable", "exempt"] as const)
    .map((outcome) => [outcome, number(outcome)] as const)
    .filter(([, times]) => times > 0)
    .map(([outcome, times]) => `, ${times} ${outcome}`);
  return `${number("satisfied")} of ${count(verdicts.length, "rule")} satisfied${shown.join("")}`;
}

/** `478 histories in 120 ms, seed 1`. */
export function effortOf({ histories, elapsedMs, seed }: Report): string {
  const number = histories === 1 ? "1 history" : `${histories} histories`;
  return `${number} in ${elapsedMs.toFixed(0)} ms, seed ${seed}`;
}

/** Why the search ended before its time, in a sentence; none when it did not. */
export function endOf({ stopped }: Report): readonly string[] {
  return stopped === undefined ? [] : [`The search was ended early by ${stopped}.`];
}

/** The verdicts with one of these outcomes. */
export function withOutcome(
  verdicts: readonly Verdict[],
  ...outcomes: readonly Verdict["outcome"][]
): readonly Verdict[] {
  return verdicts.filter(({ outcome }) => outcomes.includes(outcome));
}

/** Verdicts that share a reason, under it. */
export function byReason(verdicts: readonly Verdict[]): ReadonlyMap<string, readonly Verdict[]> {
  return Map.groupBy(
    verdicts,
    ({ outcome, reason }) => `${outcome}: ${reason ?? "no reason given"}`,
  );
}

/** `write.once`, or `write.events-copied (SHOULD)`. */
export function nameOf({ rule, level, claimed }: Verdict): string {
  return level === "MUST" ? rule : `${rule} (SHOULD${claimed ? ", claimed" : ""})`;
}

/** The rules that are violated as consequences of another one, by name. */
export function consequencesOf(id: RuleId, { verdicts }: Report): readonly string[] {
  return verdicts.filter(({ outcome, cause }) => outcome === "implied" && cause === id).map(nameOf);
}

/** What an exemption without need means. */
export function staleText(id: string): string {
  return `the exemption of ${id} is stale: the sink keeps the rule, so take the exemption away`;
}

/** What it means that no history did what one must. */
export function neverText(label: string): string {
  return `no history reached ${JSON.stringify(label)}, and the subject says that one must`;
}

/** What runs the history of a verdict again, where it has one. */
export function replayOf({ counterexample, replay }: Verdict): Replay | undefined {
  return counterexample?.replay ?? replay;
}

/** The options to paste. */
export function replayText({ seed, path, rules: [rule] }: Replay): string {
  return `{ seed: ${seed}, path: ${JSON.stringify(path)}, rules: [${JSON.stringify(rule)}] }`;
}

/** A call: `write [e0] to p0 (worker 0)`. */
export function callWords({ call, worker, workers, events, run, partition }: Call): string {
  const where = `worker ${worker}`;
  if (call === "build") {
    return `build ${where} of ${workers}${run > 0 ? ` in run ${run + 1}` : ""} → p${partition}`;
  }
  if (call === "close") return `close p${partition} (${where})`;
  return `write ${rangeText(events ?? [])} to p${partition} (${where})`;
}

/** How a call ended, where that is not as it should: `threw Error: full`. */
export function outcomeText({ outcome }: Call): string | undefined {
  if (outcome.kind === "threw") return `threw ${thrownText(outcome.error)}`;
  return outcome.kind === "unsettled" ? "never settled" : undefined;
}

/** What was particular about a call. */
export function callNotes(call: Call, { given }: Trace): readonly string[] {
  return [
    call.invalid && `with ${describeValue(call.invalid[0], 80)}, which it cannot store`,
    call.pause && `after ${call.pause} ms`,
    call.fault && `while the storage is set to ${faultText(call.fault)}`,
    call.afterwards === "array-reused" && "then the caller empties its array",
    call.afterwards === "event-changed" && "then the caller changes its events",
    ...(call.call === "build" && given ? givenNotes(given) : []),
  ].filter((note) => typeof note === "string");
}

/** What the builds of a trace were given in another form than usual. */
function givenNotes(given: Given): readonly string[] {
  return Object.entries(given).flatMap(([form, value]) =>
    value ? [givenWords[form as keyof Given](value)] : []
  );
}

const givenWords: Readonly<Record<keyof Given, (value: unknown) => string>> = {
  frozenNode: () => "the node is frozen",
  frozenConfig: () => "with a frozen configuration",
  frozenEvents: () => "with frozen batches and events",
  minimalArguments: () => "without bridge and session manager",
  stringConfig: () => "with a configuration of texts",
  invalidKey: (key) => `with an invalid ${key}`,
};

/** `reject`, `reject after 2 operations`, `reject for 1 operation`. */
function faultText({ kind, after, times }: NonNullable<Call["fault"]>): string {
  return kind + (after ? ` after ${count(after, "operation")}` : "") +
    (times ? ` for ${count(times, "operation")}` : "");
}

/** Whether another call started before this one ended. */
export function overlapsNext({ start, end }: Call): boolean {
  return end !== null && end > start + 1;
}

/** `[e0]`, `[e0 … e99] (100 events)`, `[]`. */
export function rangeText(events: readonly number[]): string {
  if (events.length <= 3) return `[${events.map((event) => `e${event}`).join(" ")}]`;
  return `[e${events[0]} … e${events.at(-1)}] (${events.length} events)`;
}

/** What is stored, and a while later where that differs; what cannot be read is not nothing. */
export function contentsText(contents: Contents, trace: Trace): string {
  const { unreadable, lateUnreadable, lateContents: late } = trace;
  if (unreadable !== undefined) {
    return late ? `unreadable; a while later ${listText(late)}` : "unreadable";
  }
  if (lateUnreadable !== undefined) return `${listText(contents)}; a while later unreadable`;
  return late && late.length !== contents.length
    ? `${listText(contents)}; a while later ${listText(late)}`
    : listText(contents);
}

function listText(contents: Contents): string {
  if (contents.length === 0) return "nothing";
  const shown = contents.slice(0, 12).map(storedText);
  const more = contents.length - shown.length;
  return `${shown.join(" ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** `e0`, `e0 as "A"`, or the value of what nobody wrote. */
export function storedText(stored: Stored): string {
  if (typeof stored === "number") return `e${stored}`;
  const value = describeValue(stored.value, 80);
  return stored.event === undefined ? value : `e${stored.event} as ${value}`;
}

/** Which events are shown, and what is known of their values. */
export interface EventChoice {
  /** Those that are shown elsewhere; default none. */
  readonly without?: ReadonlySet<number | undefined>;
  /** Those whose value does not matter; default none. */
  readonly anyOther?: readonly number[] | undefined;
}

/** Some events of a trace, first those with which something is wrong, one a line: `e0 = "a"`. */
export function eventLines(
  trace: Trace,
  { without = new Set(), anyOther }: EventChoice = {},
): readonly string[] {
  const { events } = trace;
  const wrong = anomaliesOf(trace).flatMap(({ event }) => event ?? []).sort((a, b) => a - b);
  const all = [...new Set([...wrong, ...events.keys()])].filter((event) => !without.has(event));
  const shown = all.slice(0, 5).map((event) =>
    `e${event} = ${describeValue(events[event], 160)}${anyOtherText(event, anyOther)}`
  );
  if (all.length > shown.length) shown.push(`and ${all.length - shown.length} more`);
  return shown;
}

/** Said behind an event whose value does not matter. */
export function anyOtherText(
  event: number | undefined,
  anyOther: readonly number[] | undefined,
): string {
  return anyOther?.includes(event ?? -1) ? ", or any other event" : "";
}

/** The rule of a verdict. @throws {Error} when there is none of that id. */
export function ruleOf(id: string): Rule {
  const rule = rules.find((it) => it.id === id);
  if (!rule) {
    throw new Error(
      `Cannot render the report as its rules must be known: ${JSON.stringify(id)} is not`,
    );
  }
  return rule;
}

/** Said of a counterexample that comes and goes; nothing of any other. */
export function timesText({ times }: Counterexample): string | undefined {
  return times &&
    `it shows in ${times.shown} of ${times.runs} runs of the same history, so it is blamed on nothing: ` +
      "a replay makes up to 20 tries";
}
