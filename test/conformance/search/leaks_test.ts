import { wait } from "../../../conformance/execute/waiting.ts";
import { leakOf } from "../../../conformance/search/leaks.ts";
import { assertEquals } from "../../assert.ts";
import { HurriedClock } from "../hurried_clock.ts";
import { contextOf, rowsSubject, sound } from "../rows.ts";

const history = {
  workers: 1,
  steps: [{ do: "build", worker: 0 }, { do: "close", worker: 0 }],
} as const;

/** What is told of a sink that leaves so many files open, beside a neighbour that has others open at each run. */
async function told(left: number, beside: number) {
  const own: string[] = [];
  let neighbours: string[] = [];
  let built = 0;
  const subject = rowsSubject(
    (it) => {
      for (let file = 0; file < left; file++) own.push(`file own-${own.length}`);
      built++;
      return sound(it);
    },
    {},
    () => {
      const before = built;
      const opened = Array.from({ length: beside }, (_, file) => `file beside-${before}-${file}`);
      return { openResources: () => built > before ? (neighbours = opened, 0) : 0 };
    },
  );
  const census = () => Object.fromEntries([...own, ...neighbours].map((file) => [file, 1]));
  return await leakOf(contextOf(subject, { census, counts: true, grace: 0 }), history);
}

Deno.test("leakOf() counts what a history leaves open", async () => {
  assertEquals(await told(1, 0), { file: 1 });
  assertEquals(await told(3, 0), { file: 3 });
});

Deno.test("leakOf() does not count what a neighbour has open at every run", async () => {
  assertEquals(await told(1, 4), { file: 1 });
});

Deno.test("leakOf() finds nothing where only a neighbour opens files", async () => {
  assertEquals(await told(0, 4), undefined);
});

/** How often a leak is told, of forty times, beside others that open files all the time, each for so many ms at most. */
async function toldBesideOthers(lifetime: number, opens: (files: string[]) => void) {
  const clock = new HurriedClock();
  // About one in ten milliseconds.
  const others = Array.from({ length: 20_000 }, (_, file) => {
    const from = file * 10 + (file * 7919) % 23;
    return { name: `file beside-${file}`, from, until: from + (file * 104_729) % lifetime };
  });
  const own: string[] = [];
  const slow = rowsSubject(async (it) => {
    await wait(40, clock);
    opens(own);
    return sound(it);
  });
  const census = () => {
    const there = others.filter(({ from, until }) => from <= clock.now() && clock.now() < until);
    return Object.fromEntries([...own, ...there.map(({ name }) => name)].map((it) => [it, 1]));
  };
  const context = contextOf(slow, { census, counts: true, clock });
  let times = 0;
  for (let run = 0; run < 40; run++) if (await leakOf(context, history)) times++;
  return times;
}

for (const lifetime of [401, 1501, 4001]) {
  Deno.test(`leakOf() finds nothing where others open files all the time, each for up to ${lifetime} ms`, async () => {
    assertEquals(await toldBesideOthers(lifetime, () => {}), 0);
  });
}

Deno.test("leakOf() finds a leak each time where others open files all the time", async () => {
  assertEquals(await toldBesideOthers(401, (files) => files.push(`file own-${files.length}`)), 40);
});
