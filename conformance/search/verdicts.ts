import type { Trace } from "../../src/protocol/mod.ts";
import { claimedRules } from "../judge/attribution.ts";
import { unattributed } from "../judge/evidence.ts";
import { implications } from "../judge/implications.ts";
import type { Settings } from "../options.ts";
import type { Report, Verdict } from "../report.ts";
import type { Rule } from "../rule.ts";
import type { RuleId } from "../rule_id.ts";
import type { Guarantees, Subject } from "../subject.ts";
import type { Results, Violation } from "./results.ts";
import type { Searched } from "./search.ts";

/** What a check has come to about one rule. */
interface Known<E> {
  readonly subject: Subject<E>;
  readonly settings: Settings;
  readonly reason: string | undefined;
  readonly results: Results;
  readonly found: Violation | undefined;
  readonly cause: RuleId | undefined;
  readonly searched: Searched;
}

/** The verdict on a rule. */
export function verdictOf<E>(rule: Rule, known: Known<E>): Verdict {
  const { subject, settings, reason, results, found, cause, searched } = known;
  const histories = results.histories(rule);
  const base = {
    rule: rule.id,
    level: rule.level,
    ...(isClaimed(rule, subject) && { claimed: true as const }),
    histories,
  };
  if (reason !== undefined) return { ...base, outcome: "inapplicable", reason };
  if (found) {
    const { message, calls, history, path, times, anyOther, stepwise } = found;
    const trace = ownTrace(rule, found.trace);
    const exemption = subject.exempt?.[rule.id];
    return {
      ...base,
      ...(exemption !== undefined
        ? { outcome: "exempt", reason: exemption }
        : cause !== undefined
        ? { outcome: "implied", cause }
        : { outcome: "violated" }),
      counterexample: {
        message,
        history,
        trace,
        contents: trace.contents ?? [],
        replay: { seed: settings.seed, path, rules: [rule.id] },
        ...(calls && { calls }),
        ...(anyOther && { anyOther }),
        ...(stepwise && { stepwise: ownTrace(rule, stepwise) }),
        ...(times && { times }),
      },
    };
  }
  if (histories > 0) return { ...base, outcome: "satisfied" };
  const why = searched.stopped === undefined
    ? rule.silent ?? `none of ${searched.histories} histories says anything of it`
    : `the search was ended by ${searched.stopped} before a history said anything of it`;
  return { ...base, outcome: "inconclusive", reason: why };
}

/**
 * A trace without what the process lists and catches, which may be a neighbour's, but for a rule that is about it:
 * two checks of one seed are equal whatever runs beside them.
 */
function ownTrace(rule: Rule, { leaked, strays, stillWritten, ...trace }: Trace): Trace {
  const resource = leaked?.["resource"];
  const own = rule.ambient ? leaked : resource === undefined ? undefined : { resource };
  return {
    ...trace,
    ...(own && { leaked: own }),
    ...(strays && rule.id === "calls.no-stray-errors" && { strays }),
    ...(stillWritten && rule.id === "close.quiescent" && { stillWritten }),
  };
}

/** Whether a rule is there because the subject says so, and not by default. */
function isClaimed<E>({ needs }: Rule, { guarantees }: Subject<E>): boolean {
  return needs.some((need) => {
    const [, guarantee] = need.match(/^guarantees\.(\w+)/) ?? [];
    return guarantee !== undefined && guarantees?.[guarantee as keyof Guarantees] !== undefined;
  });
}

/** The violated rule, if any, of whose violation this one is a consequence. */
export function impliedBy(
  rule: Rule,
  violations: ReadonlyMap<Rule, Violation>,
): RuleId | undefined {
  const own = violations.get(rule);
  for (const [other, { trace }] of violations) {
    if (!implications[other.id]?.includes(rule.id)) continue;
    // Where nothing fails nothing follows from a failure.
    if (other.id.startsWith("fault.") && own && !own.trace.calls.some(({ fault }) => fault)) {
      continue;
    }
    // A rule that judges a trace by itself must find it in the very history of the other, or that in its own.
    if (claimedRules.has(rule.id) || finds(rule, trace)) return other.id;
    if (own && finds(other, own.trace)) return other.id;
  }
  return undefined;
}

function finds(rule: Rule, trace: Trace): boolean {
  return (rule.judge(unattributed(trace)) ?? []).length > 0;
}

/**
 * Whether a verdict among these fails the check: a violated MUST, a claim that is broken, and any violation under
 * `strict`, unless it follows from one that is exempt.
 */
export function failsCheck(
  { outcome, level, claimed, cause }: Verdict,
  verdicts: readonly Verdict[],
  strict: boolean,
): boolean {
  if (level !== "MUST" && !claimed && !strict) return false;
  if (outcome !== "implied") return outcome === "violated";
  return verdicts.every((it) => it.rule !== cause || it.outcome !== "exempt");
}

/** Whether a report of these conforms: verdicts fail a check, and what concerns no single rule does too. */
export function conformsBy(
  { verdicts, staleExemptions, never = [], stopped }: Omit<Report, "conforms">,
  strict: boolean,
): boolean {
  if (verdicts.some((it) => failsCheck(it, verdicts, strict))) return false;
  if (strict && stopped !== undefined) return false;
  return staleExemptions.length === 0 && never.length === 0;
}

/** The report of all verdicts. */
export function reportOf<E>(
  subject: Subject<E>,
  settings: Settings,
  verdicts: readonly Verdict[],
  { histories, notes, warnings, situations, never = [], stopped }: Searched,
  elapsedMs: number,
): Report {
  // A replay runs one history: that others would need an exemption is not known then, nor what a cut search missed.
  const unneeded = settings.path !== undefined
    ? []
    : verdicts.filter(({ rule, outcome }) =>
      subject.exempt?.[rule] !== undefined && outcome === "satisfied"
    ).map(({ rule }) => rule);
  const untold = stopped === undefined
    ? []
    : unneeded.map((rule) =>
      `the exemption of ${rule} may be stale: the search was cut before it could be told`
    );
  const found: Omit<Report, "conforms"> = {
    subject: subject.name,
    seed: settings.seed,
    histories,
    elapsedMs,
    verdicts,
    staleExemptions: stopped === undefined ? unneeded : [],
    notes,
    ...(warnings.length + untold.length > 0 && { warnings: [...warnings, ...untold] }),
    ...(situations && { situations }),
    ...(never.length > 0 && { never }),
    ...(stopped !== undefined && { stopped }),
  };
  return { ...found, conforms: conformsBy(found, settings.strict) };
}
