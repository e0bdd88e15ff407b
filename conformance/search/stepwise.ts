import type { Call, Trace } from "../../src/protocol/mod.ts";
import type { Context } from "../execute/context.ts";
import type { History } from "../history/history.ts";
import { sameContents } from "../judge/judges.ts";
import { FixtureError } from "../subject/fixture_error.ts";
import { hasUnsettled, traceOf, waitsLong } from "./run_history.ts";

/**
 * A history once more, read after each call, to show how its contents came about. `undefined` where a call never
 * settles, where the fixture fails in it (what was found before stands), and where the readings changed what came of
 * the calls: then it shows something else.
 */
export async function stepwise<E>(
  context: Context<E>,
  history: History,
  seen: Trace,
): Promise<Trace | undefined> {
  if (hasUnsettled(seen) || waitsLong(seen)) return undefined;
  const { growth: _, strayed: __, ...rest } = context;
  try {
    const reading = { ...rest, counts: false, grace: 0, stepwise: true } as const;
    const trace = await traceOf(reading, history);
    return isSame(trace, seen) && trace.calls.some(({ after }) => after) ? trace : undefined;
  } catch (error) {
    if (error instanceof FixtureError) return undefined;
    throw error;
  }
}

/** Whether the same calls came to the same, and the same is stored by them. */
function isSame({ calls, contents }: Trace, seen: Trace): boolean {
  return calls.length === seen.calls.length &&
    calls.every((call, index) => isSameCall(call, seen.calls[index]!)) &&
    (contents && seen.contents
      ? sameContents(contents, seen.contents)
      : contents === seen.contents);
}

function isSameCall(one: Call, other: Call): boolean {
  const { events = [] } = other;
  return one.call === other.call && one.partition === other.partition && one.run === other.run &&
    one.outcome.kind === other.outcome.kind && (one.events ?? []).length === events.length &&
    events.every((event, index) => one.events![index] === event);
}
