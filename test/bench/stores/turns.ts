/** Milliseconds of either, as medians, and the median of their ratio, theirs to ours: in turns of random order. */
export async function shuffledTurns(
  ours: () => Promise<number>,
  theirs: () => Promise<number>,
  rounds = 21,
): Promise<readonly [ours: number, theirs: number, ratio: number]> {
  const [our, their]: [number[], number[]] = [[], []];
  await ours();
  await theirs();
  for (let round = 0; round < rounds; round++) {
    if (Math.random() < 0.5) {
      our.push(await ours());
      their.push(await theirs());
    } else {
      their.push(await theirs());
      our.push(await ours());
    }
  }
  return [median(our), median(their), median(their.map((ms, round) => ms / our[round]!))];
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;
}
