import type { CheckOptions, Settings } from "../options.ts";
import { settingsOf } from "../options.ts";
import type { Report, Verdict } from "../report.ts";
import type { Rule } from "../rule.ts";
import { rules } from "../rules/mod.ts";
import { guaranteesOf, type Subject } from "../subject.ts";
import { noCensus, processCensus } from "../execute/census.ts";
import { disposeFixture, openFixture } from "../execute/fixture.ts";
import type { Stage } from "../execute/stage.ts";
import { catchStrays } from "../execute/strays.ts";
import { type Shape, usualThresholds } from "../generate/shape.ts";
import { inapplicable } from "./applicability.ts";
import { type Deadline, deadlineIn } from "./clock.ts";
import { hasUnsettled } from "./investigate.ts";
import { FixtureError } from "../fixture_error.ts";
import { examine } from "./doctor.ts";
import { Ledger, type Violation } from "./ledger.ts";
import { drawInvalid, drawPool } from "./pool.ts";
import { readSubject } from "./read_subject.ts";
import { replay } from "./replay.ts";
import { search, type Searched } from "./search.ts";
import { smallestEvent } from "./event.ts";
import { smallest, violationOf } from "./shrink.ts";

/**
 * Checks whether a sink keeps the contract, and reports a verdict for every rule.
 *
 * @param subject the sink with the events it takes and a way to look at what it stored.
 * @returns the report; a violated rule is a verdict in it, never an error.
 * @throws {FixtureError} when the subject or its fixture is at fault, so that no verdict can be given.
 * @throws {RangeError} when an option is out of its range.
 * @throws {TypeError} when an option is of another type.
 *
 * @example
 * ```ts
 * import * as fc from "fast-check";
 * import { checkConformance } from "@watertight/sinks/conformance";
 *
 * const report = await checkConformance({
 *   name: "an array",
 *   events: fc.string(),
 *   open() {
 *     const rows: string[] = [];
 *     const sink = {
 *       payload: String as unknown as abstract new () => string,
 *       name: "rows",
 *       routerBranchSafe: true,
 *       buildPartition: () => {
 *         let closed = false;
 *         return {
 *           writeBatch(items: readonly string[]) {
 *             if (closed) throw new Error("Cannot write as the partition must be open: it is closed");
 *             rows.push(...items);
 *           },
 *           close: () => void (closed = true),
 *         };
 *       },
 *     };
 *     return { sink, config: {}, read: () => rows };
 *   },
 * }, { seed: 1 });
 * console.assert(report.conforms);
 * ```
 */
export async function checkConformance<E>(
  subject: Subject<E>,
  options: CheckOptions = {},
): Promise<Report> {
  return await checkAsRead(readSubject(subject), settingsOf(options));
}

async function checkAsRead<E>(subject: Subject<E>, settings: Settings): Promise<Report> {
  const started = performance.now();
  const deadline = deadlineIn(settings.timeLimit);
  using strays = catchStrays();
  const census = await processCensus();
  const stage: Stage<E> = {
    subject,
    guarantees: guaranteesOf(subject.guarantees),
    pool: drawPool(subject, settings.seed),
    invalid: drawInvalid(subject, settings.seed),
    callLimit: settings.callLimit,
    // A close must end by itself in bounded time, so it is given some; a write only has to have begun.
    hangLimits: { write: Math.min(20, settings.callLimit), close: settings.callLimit / 8 },
    strays,
    census,
    counts: census !== noCensus,
  };
  const { faults } = await examine(stage);
  const shape: Shape = {
    maxWorkers: settings.maxWorkers,
    thresholds: thresholdsOf(subject, stage.pool.length),
    pool: stage.pool.length,
    faults,
    invalidEvents: stage.invalid.length > 0,
    invalidConfigs: subject.invalidConfigs?.length ?? 0,
    stringConfig: subject.stringConfig !== undefined,
  };
  const reasons = await reasonsAgainst(stage, settings);
  const applicable = rules.filter((rule) => settings.rules.has(rule.id) && !reasons.has(rule));
  const ledger = new Ledger(applicable);
  const searched = settings.path === undefined
    ? await search(stage, shape, settings, ledger, deadline)
    : await replay(stage, shape, settings, settings.path, ledger);
  const found = await counterexamples(stage, shape, settings, ledger, deadline);
  const verdicts = rules.filter(({ id }) => settings.rules.has(id)).map((rule) =>
    verdictOf(rule, {
      subject,
      settings,
      reason: reasons.get(rule),
      ledger,
      found: found.get(rule),
      searched,
    })
  );
  return reportOf(subject, settings, verdicts, searched, performance.now() - started);
}

async function reasonsAgainst<E>(stage: Stage<E>, settings: Settings): Promise<Map<Rule, string>> {
  const fixture = await openFixture(stage.subject, settings.callLimit);
  try {
    return new Map(rules.flatMap((rule) => {
      const reason = inapplicable(rule, stage.subject, stage.guarantees, fixture);
      return reason === undefined ? [] : [[rule, reason]];
    }));
  } finally {
    await disposeFixture(fixture, settings.callLimit);
  }
}

/** How many events of a pool are kept for what a history writes around its largest batch. */
const spare = 40;

/** The batch sizes worth a visit: the usual ones that the pool has events for, and all that the author names. */
function thresholdsOf<E>({ thresholds = [] }: Subject<E>, pool: number): readonly number[] {
  const beyond = thresholds.find((threshold) => threshold >= pool - spare);
  if (beyond === undefined) {
    return [...usualThresholds.filter((threshold) => threshold < pool - spare), ...thresholds];
  }
  throw new FixtureError(
    "thresholds",
    `must be below ${pool - spare}, as the check has ${pool} distinct events: one is ${beyond}; ` +
      "give the fixture a smaller limit",
  );
}

/** The smallest violation of each violated rule; a replayed one is taken as it is. */
async function counterexamples<E>(
  stage: Stage<E>,
  shape: Shape,
  { seed, path }: Settings,
  ledger: Ledger,
  deadline: Deadline,
): Promise<Map<Rule, Violation>> {
  const found = new Map<Rule, Violation>();
  const { violated } = ledger;
  for (const [index, rule] of violated.entries()) {
    const first = ledger.violation(rule)!;
    // What is left of the time is shared out evenly; the last rule must not find none.
    const share = deadlineIn(Math.max(0, deadline.left) / (violated.length - index));
    if (rule.ambient && !await violationOf(stage, rule, first.history)) {
      ledger.acquit(rule);
      continue;
    }
    const shrunk = path !== undefined ? first : await smallestEvent(stage, seed, rule, share) ??
      await smallest(stage, shape, seed, rule, first, share);
    const steady = path !== undefined || await isSteady(stage, rule, shrunk);
    found.set(rule, steady ? shrunk : { ...shrunk, unsteady: true });
  }
  return found;
}

/** Whether a history violates the rule once more; one that is not run again by its path alone is taken as such. */
async function isSteady<E>(
  stage: Stage<E>,
  rule: Rule,
  { path, history, trace }: Violation,
): Promise<boolean> {
  if (!/^[\d:]+$/.test(path) || hasUnsettled(trace)) return true;
  return await violationOf(stage, rule, history) !== undefined;
}

interface Known<E> {
  readonly subject: Subject<E>;
  readonly settings: Settings;
  readonly reason: string | undefined;
  readonly ledger: Ledger;
  readonly found: Violation | undefined;
  readonly searched: Searched;
}

function verdictOf<E>(rule: Rule, known: Known<E>): Verdict {
  const { subject, settings, reason, ledger, found, searched } = known;
  const histories = ledger.histories(rule);
  const base = { rule: rule.id, level: rule.level, histories };
  if (reason !== undefined) return { ...base, outcome: "inapplicable", reason };
  if (found) {
    const { message, history, trace, path, unsteady } = found;
    const exemption = subject.exempt?.[rule.id];
    return {
      ...base,
      outcome: exemption === undefined ? "violated" : "exempt",
      ...(exemption !== undefined && { reason: exemption }),
      counterexample: {
        message,
        history,
        trace,
        contents: trace.contents ?? [],
        replay: { seed: settings.seed, path, rules: [rule.id] },
        ...(unsteady && { unsteady }),
      },
    };
  }
  if (histories > 0) return { ...base, outcome: "satisfied" };
  const why = searched.stopped === undefined
    ? rule.silent ?? `none of ${searched.histories} histories says anything of it`
    : `the search was ended by ${searched.stopped} before a history said anything of it`;
  return { ...base, outcome: "inconclusive", reason: why };
}

function reportOf<E>(
  subject: Subject<E>,
  settings: Settings,
  verdicts: readonly Verdict[],
  { histories, notes, stopped }: Searched,
  elapsedMs: number,
): Report {
  const violated = verdicts.filter(({ outcome, level }) =>
    outcome === "violated" && (level === "MUST" || settings.strict)
  );
  // A replay runs one history: that others would need an exemption is not known then.
  const staleExemptions = settings.path === undefined
    ? verdicts.filter(({ rule, outcome }) =>
      subject.exempt?.[rule] !== undefined && outcome === "satisfied"
    )
      .map(({ rule }) => rule)
    : [];
  return {
    subject: subject.name,
    conforms: violated.length === 0 && staleExemptions.length === 0,
    seed: settings.seed,
    histories,
    elapsedMs,
    verdicts,
    staleExemptions,
    notes,
    ...(stopped !== undefined && { stopped }),
  };
}
