/** Stores some events. What it gives, if anything, are the milliseconds that count of it; else all of them do. */
export type Contestant = () => PromiseLike<number | void>;

/** Ways to store the same events: by the sink, and by the bulk path of the driver that it is built on. */
export interface Contestants {
  readonly sink: Contestant;
  readonly driver: Contestant;
}

const warmUps = 5;
const rounds = 31;

/**
 * Lets both store so many events in turns of random order, and prints in one line how they compare by the median. The
 * ratio is that of each round, since a machine is busy now and then.
 */
export async function compare(
  name: string,
  events: number,
  { sink, driver }: Contestants,
): Promise<void> {
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < warmUps + rounds; round++) {
    const first = Math.random() < 0.5;
    const early = first ? await timed(sink) : undefined;
    const their = await timed(driver);
    const our = early ?? await timed(sink);
    if (round < warmUps) continue;
    ours.push(our);
    theirs.push(their);
  }
  const ratio = median(ours.map((our, round) => theirs[round]! / our));
  console.log(
    `${name}: ${speed(events, ours)}, the driver ${speed(events, theirs)}, ratio ${
      ratio.toFixed(2)
    }`,
  );
}

async function timed(store: Contestant): Promise<number> {
  const start = performance.now();
  return await store() ?? performance.now() - start;
}

function speed(events: number, times: readonly number[]): string {
  return `${Math.round(events / median(times))} k events/s`;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
