/** Ways to store one batch: by the sink, and by the bulk path of the driver that it is built on. */
export interface Contestants {
  sink(): Promise<void>;
  driver(): Promise<void>;
}

const warmUps = 10;
const rounds = 40;

/** Lets both store batches in turns of random order, and prints in one line how they compare by the median. */
export async function compare(name: string, events: number, both: Contestants): Promise<void> {
  const times = { sink: [] as number[], driver: [] as number[] };
  for (let round = 0; round < warmUps + rounds; round++) {
    const order = Math.random() < 0.5 ? ["sink", "driver"] as const : ["driver", "sink"] as const;
    for (const each of order) {
      const start = performance.now();
      await both[each]();
      if (round >= warmUps) times[each].push(performance.now() - start);
    }
  }
  const [sink, driver] = [median(times.sink), median(times.driver)];
  const speed = (ms: number) => `${Math.round(events / ms)} k events/s`;
  console.log(
    `${name}: ${speed(sink)}, the driver ${speed(driver)}, ratio ${(driver / sink).toFixed(2)}`,
  );
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}
