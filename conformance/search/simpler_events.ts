import type { PoolContext } from "../execute/context.ts";
import {
  mostSimpler,
  type Other,
  otherOf,
  rivalKey,
  type Simpler,
  simplerAt,
} from "../subject/others.ts";
import { identityKey } from "../subject/pool.ts";
import type { Deadline } from "./deadline.ts";
import type { Trial } from "./trial.ts";

/** How many executions the values of one history are made smaller in. */
const mostExecutions = 300;

/**
 * The simplest values, in the places of these events, with which the same goes wrong: as fast-check shrinks them, from
 * the event of the pool on, one event after the other. None where nothing simpler does it.
 *
 * @param all the places of all events of the history, each once.
 */
export async function simplerEvents<E>(
  context: PoolContext<E>,
  trial: Trial<E>,
  all: readonly number[],
  places: readonly number[],
  deadline: Deadline,
): Promise<readonly Simpler[]> {
  const { subject, pool } = context;
  const others = new Map<number, Other<E>>();
  const found: Simpler[] = [];
  let executions = 0;
  const isOver = () => deadline.passed || executions >= mostExecutions;
  for (const place of places) {
    const beside = all.filter((it) => it !== place)
      .map((it) => others.get(it)?.value ?? pool.events[it]!);
    const isDistinct = distinctFrom(context, beside);
    let steps: readonly number[] = [];
    const goesOn = async (): Promise<boolean> => {
      let step = 0;
      for (const value of pool.simpler(place, steps)) {
        if (isOver() || step === mostSimpler) return false;
        const way = [...steps, step++];
        if (!isDistinct(value)) continue;
        executions++;
        const other = otherOf(subject, value, () => simplerAt(subject, pool, place, way)!.value);
        if (!await trial.holds(new Map([...others, [place, other]]))) continue;
        others.set(place, other);
        steps = way;
        return true;
      }
      return false;
    };
    while (!isOver() && await goesOn());
    if (steps.length > 0) found.push({ place, steps });
  }
  return found;
}

/** Whether a value is told apart from some others, and replaces none of them. */
function distinctFrom<E>(
  { subject }: PoolContext<E>,
  others: readonly E[],
): (value: E) => boolean {
  const known = new Set(others.map((it) => identityKey(subject, it)));
  const rivals = new Set(others.map((it) => rivalKey(subject, it)));
  return (value) =>
    !known.has(identityKey(subject, value)) &&
    !(subject.key && rivals.has(rivalKey(subject, value)));
}
