import { type Context, usualGrace } from "../execute/context.ts";
import { common, grown } from "../execute/open_resources.ts";
import { wait } from "../execute/waiting.ts";
import type { History } from "../history/history.ts";
import { traceOf } from "./run_history.ts";

/** How often, of so many times, twice a history must leave more open than once: other threads open files too. */
const [enoughGrowth, repetitions] = [3, 6];

/** Beside others that open and close as much: how often it must do so, without once where it does not. */
const besideOthers = 6;

/** Milliseconds after which most of what others have open for a moment is gone. */
const longGrace = 600;

/** Then a history is repeated so often at once: a leak grows with it, what others have open does not. */
const manyTimes = 16;

/** Numbers by kind. */
type Counts = Readonly<Record<string, number>>;

/** What a history leaves open of which twice the history leaves more: the least of what was seen of it. */
export async function leakOf<E>(
  context: Context<E>,
  history: History,
): Promise<Counts | undefined> {
  const seen = new Map<string, number[]>();
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const begun = context.clock.now();
    const leak = await leftOpenBy(context, history);
    // A neighbour's file is gone, or was there before, when the history runs again.
    if (leak === undefined && repetition === 0) return undefined;
    for (const [kind, number] of Object.entries(leak ?? {})) {
      seen.set(kind, [...seen.get(kind) ?? [], number]);
    }
    // What never grows needs no further try.
    if (seen.size === 0 && repetition === 1) return undefined;
    if (!leak || Object.keys(leak).length === 0) continue;
    const others = await growthOfOthers(context, (context.clock.now() - begun) / 2);
    if (Object.keys(others).some((kind) => seen.has(kind))) {
      return await leakBesideOthers(context, history);
    }
    const certain = [...seen].filter(([, { length }]) => length >= enoughGrowth);
    if (certain.length > 0) {
      return Object.fromEntries(certain.map(([kind, numbers]) => [kind, Math.min(...numbers)]));
    }
  }
  return undefined;
}

/** The same where others open as much meanwhile. It takes long, and so a history is not made smaller by it. */
async function leakBesideOthers<E>(
  context: Context<E>,
  history: History,
): Promise<Counts | undefined> {
  if (context.grace === 0) return undefined;
  const patient = { ...context, grace: longGrace };
  let steady: Counts | undefined;
  for (let repetition = 0; repetition < besideOthers; repetition++) {
    const leak = await leftOpenBy(patient, history) ?? {};
    steady = steady ? common(steady, leak) : leak;
    if (Object.keys(steady).length === 0) return undefined;
  }
  return await leftByMany(patient, history, steady ?? {});
}

/**
 * What of a leak is left when the history runs many times over: at least half of so many times as much, beyond what
 * others come to have open in as long a time, and half of that. What the fixture counts needs no such proof.
 */
async function leftByMany<E>(
  context: Context<E>,
  history: History,
  leak: Counts,
): Promise<Counts | undefined> {
  const begun = context.clock.now();
  const unread = { ...context, unread: true } as const;
  const { leaked = {} } = await traceOf(unread, timesOver(history, manyTimes));
  const others = await growthOfOthers(context, context.clock.now() - begun);
  const left = Object.entries(leak).filter(([kind, number]) => {
    const [all = 0, foreign = 0] = [leaked[kind], others[kind]];
    return kind === "resource" || all - foreign >= Math.max(number * manyTimes, foreign) / 2;
  });
  return left.length > 0 ? Object.fromEntries(left) : undefined;
}

/** What a history leaves open, and twice the history more of; `undefined` when it leaves nothing open. */
async function leftOpenBy<E>(context: Context<E>, history: History): Promise<Counts | undefined> {
  const { leaked: once = {} } = await traceOf(context, history);
  if (!Object.values(once).some((number) => number > 0)) return undefined;
  const { leaked: more = {} } = await traceOf(context, timesOver(history, 2));
  const kinds = Object.keys(once).filter((kind) => once[kind]! > 0 && more[kind]! > once[kind]!);
  // What neighbours have open meanwhile is in both, and hardly in what the second half of twice brings.
  return Object.fromEntries(
    kinds.map((kind) => [kind, Math.min(once[kind]!, more[kind]! - once[kind]!)]),
  );
}

/** A history so many times over, each in a run of its own. */
function timesOver(history: History, times: number): History {
  const restart = { do: "restart", workers: history.workers } as const;
  const again = Array.from({ length: times - 1 }, () => [restart, ...history.steps]).flat();
  return { ...history, steps: [...history.steps, ...again] };
}

/** What comes to be open in so many milliseconds in which no call is made. */
async function growthOfOthers<E>(
  { census, clock, grace = usualGrace }: Context<E>,
  ms: number,
): Promise<Counts> {
  const before = census();
  await wait(ms, clock);
  const after = census();
  await wait(grace, clock);
  return grown(before, common(after, census()));
}
