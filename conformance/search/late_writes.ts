import type { Trace } from "../../src/protocol/mod.ts";
import type { Context } from "../execute/context.ts";
import { execute } from "../execute/execute.ts";
import type { GrowthLook } from "../execute/file_growth.ts";
import { wait } from "../execute/waiting.ts";
import type { History } from "../history/history.ts";
import { longIdleTime, usualIdleTime } from "./idle_times.ts";

/** In how many runs a history must show it, of how many; after how many without any there is no use. */
const [enough, most, hopeless] = [3, 20, 12];
/** How many runs of a history that was left alone before the look must not show it. */
const controls = 12;

/** What a trace says of files that were still written, but for what is not the doing of the history. */
export async function withOwnLateWrites<E>(
  context: Context<E>,
  history: History,
  trace: Trace,
): Promise<Trace> {
  const { stillWritten, ...rest } = trace;
  return stillWritten && !await writesLate(context, history) ? rest : trace;
}

/**
 * Whether a history goes on writing after its last call. Another thread may have written before the first look, so
 * it need not show every time. But each time it does, the same must not show when the history was left alone
 * before the look: what is written then is a neighbour's, or comes of the reading.
 */
export async function writesLate<E>(context: Context<E>, history: History): Promise<boolean> {
  if (!context.growth) return false;
  let shown = 0;
  for (let run = 0; run < most && shown < enough; run++) {
    if (shown === 0 && run === hopeless) return false;
    if (!await isWrittenAfter(context, history, {})) continue;
    if (await isWrittenAfter(context, history, { after: longIdleTime })) return false;
    shown++;
  }
  // What comes of the reading comes a little earlier or later, too, and so need not show every time.
  for (let run = 0; run < controls && shown === enough; run++) {
    if (await isWrittenAfter(context, history, { after: longIdleTime })) return false;
  }
  return shown === enough;
}

async function isWrittenAfter<E>(
  { growth, clock, ...context }: Context<E>,
  history: History,
  rest: Pick<GrowthLook, "after">,
): Promise<boolean> {
  const alone = { ...growth!, before: usualIdleTime, ...rest };
  const executed = await execute({ ...context, counts: false, clock, growth: alone }, history);
  await wait(usualIdleTime, clock);
  return (await executed.putAway()).stillWritten === true;
}
