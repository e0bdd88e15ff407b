import type { Context } from "../execute/context.ts";
import type { History } from "../history/history.ts";
import { traceOf } from "./run_history.ts";

/** How often, of so many times, twice a history must leave more open than once: other threads open files too. */
const [enoughGrowth, repetitions] = [3, 6];

/** What a history leaves open of which twice the history leaves more: the least of what was seen of it. */
export async function leakOf<E>(
  context: Context<E>,
  history: History,
): Promise<Readonly<Record<string, number>> | undefined> {
  const restart = { do: "restart", workers: history.workers } as const;
  const twice = { ...history, steps: [...history.steps, restart, ...history.steps] };
  const seen = new Map<string, number[]>();
  let times = 0;
  for (let repetition = 0; repetition < repetitions && times < enoughGrowth; repetition++) {
    const { leaked: once = {} } = await traceOf(context, history);
    // A neighbour's file is gone, or was there before, when the history runs again.
    if (repetition === 0 && !Object.values(once).some((number) => number > 0)) return undefined;
    const { leaked: more = {} } = await traceOf(context, twice);
    const kinds = Object.keys(once).filter((kind) => once[kind]! > 0 && more[kind]! > once[kind]!);
    for (const kind of kinds) {
      // What neighbours have open meanwhile is in both, and hardly in what the second half of twice brings.
      const own = Math.min(once[kind]!, more[kind]! - once[kind]!);
      seen.set(kind, [...seen.get(kind) ?? [], own]);
    }
    if (kinds.length > 0) times++;
    // What never grows needs no further try.
    else if (times === 0 && repetition === 1) return undefined;
  }
  if (times < enoughGrowth) return undefined;
  const steady = [...seen].filter(([, counts]) => counts.length >= enoughGrowth);
  return steady.length > 0
    ? Object.fromEntries(steady.map(([kind, counts]) => [kind, Math.min(...counts)]))
    : undefined;
}
