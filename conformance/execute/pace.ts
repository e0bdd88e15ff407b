/** How many microtasks the next operation takes. */
export type Pace = () => number;

/** No operation is delayed. */
export const steady: Pace = () => 0;

/**
 * Delays of 0 to 3 microtasks that follow from a number: the same number gives the same delays at every
 * replay, so an overlap that was found once is found again. 0 is steady.
 */
export function paceOf(number: number): Pace {
  if (number === 0) return steady;
  let state = number;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 16) & 3;
  };
}

/** Lets so many microtasks pass. */
export async function pass(ticks: number): Promise<void> {
  for (let tick = 0; tick < ticks; tick++) await undefined;
}
