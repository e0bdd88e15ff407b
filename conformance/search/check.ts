import type { ThrownValue } from "../../src/protocol/mod.ts";
import { type Clock, systemClock } from "../../src/bridge/clock.ts";
import { processFiles } from "../execute/open_files.ts";
import { noCensus, processCensus } from "../execute/open_resources.ts";
import type { Context, PoolContext } from "../execute/context.ts";
import { catchStrayErrors, type StrayErrors } from "../execute/stray_errors.ts";
import { type Exits, trapExits } from "../execute/exits.ts";
import { type Shape, usualLimits, writable } from "../history/shape.ts";
import type { CheckOptions, Settings } from "../options.ts";
import { defaultHookLimit, settingsOf } from "../options.ts";
import type { Report, Verdict } from "../report.ts";
import type { Rule } from "../rule.ts";
import { rules } from "../rules/mod.ts";
import { guaranteesOf, type Subject } from "../subject.ts";
import { disposeFixture, openFixture } from "../subject/fixture.ts";
import { FixtureError } from "../subject/fixture_error.ts";
import { drawInvalid, drawPool } from "../subject/pool.ts";
import { preflight } from "../subject/preflight.ts";
import { thenReleased } from "../subject/release.ts";
import { readSubject } from "../subject/read_subject.ts";
import { toldTo, watchedSubject } from "../subject/watch.ts";
import { inapplicable } from "./applicability.ts";
import { counterexamples } from "./counterexamples.ts";
import { type Deadline, deadlineIn } from "./deadline.ts";
import { explained } from "./explain.ts";
import { historyParameters } from "./history_parameters.ts";
import { requireVerdict } from "./no_verdict_error.ts";
import { replay } from "./replay.ts";
import { Results } from "./results.ts";
import { search, type Searched } from "./search.ts";
import { inTurn } from "./turns.ts";
import { impliedBy, reportOf, verdictOf } from "./verdicts.ts";

/**
 * Checks whether a sink keeps the contract, and reports a verdict for every rule.
 *
 * Nothing ends the process meanwhile: what tries to, throws. A function that the sink's module took hold of before the
 * check began still ends it; the command line traps that as well.
 *
 * @param subject the sink with the events it takes and a way to look at what it stored.
 * @returns the report; a violated rule is a verdict in it, never an error.
 * @throws {FixtureError} when the subject or its fixture is at fault, so that no verdict can be given.
 * @throws {NoVerdictError} when nothing is violated, but the rules that say what a sink is for were not judged.
 * @throws {RangeError} when an option is out of its range.
 * @throws {TypeError} when an option is of another type.
 *
 * @example
 * ```ts
 * import * as fc from "fast-check";
 * import { checkConformance, payload } from "@watertight/sinks/conformance";
 *
 * const report = await checkConformance({
 *   name: "an array",
 *   events: fc.string(),
 *   open() {
 *     const rows: string[] = [];
 *     const sink = {
 *       payload: payload<string>(),
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
  const [read, settings] = [readSubject(subject), settingsOf(options)];
  const report = await inTurn(() => checkAsRead(read, settings));
  // A replay runs one history: that it says nothing of the others is no surprise.
  if (settings.path === undefined) requireVerdict(report);
  return report;
}

/** Checks a subject that was read, by the time of this clock. Nothing ends the process meanwhile. */
export async function checkAsRead<E>(
  subject: Subject<E>,
  settings: Settings,
  clock: Clock = systemClock,
): Promise<Report> {
  // Not by `using`: Node cannot read it before 24.
  const strayErrors = catchStrayErrors();
  const exits = trapExits(strayErrors.report);
  try {
    return await checkWatched(subject, settings, clock, { exits, strayErrors });
  } finally {
    strayErrors[Symbol.dispose]();
    exits.restore();
    // Whatever came of it: it is what the hook tried that is to be told.
    exits.requireNone();
  }
}

/** What is caught while a check runs. */
interface Caught {
  readonly exits: Exits;
  readonly strayErrors: StrayErrors;
}

async function checkWatched<E>(
  given: Subject<E>,
  settings: Settings,
  clock: Clock,
  { exits, strayErrors }: Caught,
): Promise<Report> {
  const watch = settings.watch ? toldTo(exits, settings.watch) : exits;
  const subject = watchedSubject(given, watch);
  const { hookLimit: ofOne, timeLimit, seed } = settings;
  // Some thousand values are drawn, before the search has begun: that it may take so long is no promise of speed.
  const drawLimit = { milliseconds: Math.max(defaultHookLimit, ofOne, timeLimit), clock, watch };
  const hookLimit = { milliseconds: ofOne, clock, watch };
  const started = clock.now();
  const deadline = deadlineIn(timeLimit, clock, settings.signal);
  const census = await processCensus();
  const pool = drawPool(subject, seed, drawLimit);
  const context: PoolContext<E> = {
    subject,
    guarantees: guaranteesOf(subject.guarantees),
    pool,
    invalid: drawInvalid(subject, seed, drawLimit),
    callLimit: settings.callLimit,
    hookLimit,
    // A write that need not end by itself must only have begun.
    hangLimit: Math.min(20, settings.callLimit),
    clock,
    strayErrors,
    census,
    counts: census !== noCensus,
  };
  const { verdicts, searched } = await thenReleased(
    subject,
    hookLimit,
    () => judged(context, settings, deadline),
  );
  return reportOf(subject, settings, verdicts, searched, clock.now() - started);
}

/** The verdicts on every rule that was asked for, and what was searched for them. */
async function judged<E>(
  quick: PoolContext<E>,
  settings: Settings,
  deadline: Deadline,
): Promise<{ readonly verdicts: readonly Verdict[]; readonly searched: Searched }> {
  const { subject, clock } = quick;
  const early: ThrownValue[] = [];
  const { readsLater, ...found } = await preflight({
    ...quick,
    strayed: (error) => void early.push(error),
  });
  // Only what takes as long to read as to write hides what a close has not waited for.
  const table = readsLater ? await processFiles() : undefined;
  const context = { ...quick, ...(table && { growth: { table } }) };
  const histories = historyParameters(shapeOf(context, settings, found), settings.seed);
  const reasons = await reasonsAgainst(context);
  const applicable = rules.filter((rule) => settings.rules.has(rule.id) && !reasons.has(rule));
  const results = new Results(applicable);
  const searched = settings.path === undefined
    ? await search(
      context,
      histories,
      settings,
      results,
      deadlineIn(settings.timeLimit * searchShare, clock, settings.signal),
      early,
    )
    : await replay(context, histories, settings, settings.path, results, deadline);
  const shrinking = deadlineIn(deadline.left * shrinkShare, clock, settings.signal);
  const violations = await counterexamples(context, histories, settings, results, shrinking);
  const causes = new Map([...violations.keys()].map((rule) => [rule, impliedBy(rule, violations)]));
  const own = new Map([...violations].filter(([rule]) => causes.get(rule) === undefined));
  const shown = await explained(context, histories, settings, own, deadline);
  const verdicts = rules.filter(({ id }) => settings.rules.has(id)).map((rule) =>
    verdictOf(rule, {
      subject,
      settings,
      reason: reasons.get(rule),
      results,
      found: shown.get(rule) ?? violations.get(rule),
      cause: causes.get(rule),
      searched,
    })
  );
  return { verdicts, searched };
}

/** The part of the time that histories are looked for in; the rest is for making them smaller. */
const searchShare = 0.8;

/** The part of that rest in which they are made smaller; then it is looked at how they come about. */
const shrinkShare = 0.75;

/** What the histories of a check may be made of. */
function shapeOf<E>(
  { subject, invalid, guarantees: { durable }, pool: drawn }: PoolContext<E>,
  { maxWorkers }: Settings,
  found: Pick<Shape, "faults" | "counted" | "pauses">,
): Shape {
  const { events: { length: size }, rivals } = drawn;
  const { thresholds: namedLimits = [] } = subject;
  const pool = writable(size);
  const most = pool - spare;
  const beyond = namedLimits.find((limit) => limit >= most);
  if (beyond !== undefined) {
    throw new FixtureError(
      "thresholds",
      `must be below ${most}, as the check has ${size} distinct events: one is ${beyond}; ` +
        "give the fixture a smaller limit",
    );
  }
  return {
    ...found,
    maxWorkers,
    usualLimits: usualLimits.filter((limit) => limit < most && !namedLimits.includes(limit)),
    namedLimits,
    pool,
    rivals,
    invalidEvents: invalid.events.length > 0,
    invalidConfigs: subject.invalidConfigs?.length ?? 0,
    stringConfig: subject.stringConfig !== undefined,
    // A timer that is late by some is no broken claim.
    ...(typeof durable === "object" && { within: Math.ceil(durable.within * 1.25) + 5 }),
  };
}

/** How many events are kept for what a history writes around its largest batch. */
const spare = 40;

async function reasonsAgainst<E>(context: Context<E>): Promise<Map<Rule, string>> {
  const fixture = await openFixture(context.subject, context.hookLimit);
  try {
    return new Map(rules.flatMap((rule) => {
      const reason = inapplicable(rule, context.subject, context.guarantees, fixture);
      return reason === undefined ? [] : [[rule, reason]];
    }));
  } finally {
    await disposeFixture(fixture, context.hookLimit);
  }
}
