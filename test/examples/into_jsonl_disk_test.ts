/** What a disk does that is full for real, or read-only; without root there is none to try it on. */
import * as fc from "fast-check";
import { compile, flow, run, RunError, type RunObserver } from "@watertight/sinks";
import { assertConformance, pooled, type Subject } from "@watertight/sinks/conformance";
import { IntoJsonl } from "../../examples/into_jsonl/into_jsonl.ts";
import { readVisits, Visit } from "../../examples/into_jsonl/subject.ts";
import { assert, assertEquals, assertRejects } from "../assert.ts";
import { SmallDisk } from "./small_disk.ts";

const ignore = !await SmallDisk.available();
const modes = { "in place": false, "with atomic_finish": true } as const;

/** Some lines are longer than a page, so that a disk has room for a part of them. */
const pages: fc.Arbitrary<Visit> = fc.tuple(
  fc.nat(),
  fc.oneof({ weight: 20, arbitrary: fc.constant(1) }, fc.constant(5000)),
).map(([id, length]) => new Visit("/".repeat(length), id, true, null));

/** The sink on a disk that the check fills up to make it fail. */
function onFullDisk(how: string, atomic_finish: boolean): Subject<Visit> {
  const disks = pooled(
    () => SmallDisk.mount(32),
    (disk, name) => Deno.removeSync(disk.folder(name), { recursive: true }),
  );
  return {
    name: `IntoJsonl ${how}, on a disk that gets full`,
    events: pages,
    async open() {
      const { connection, name, [Symbol.asyncDispose]: dispose } = await disks.namespace();
      const folder = connection.folder(name);
      return {
        sink: new IntoJsonl({ payload: Visit, name: "visits" }),
        config: { folder, atomic_finish },
        faults: connection,
        read: () => readVisits(folder),
        [Symbol.asyncDispose]: dispose,
      };
    },
    release: () => disks.close(),
    guarantees: {
      durable: atomic_finish ? "on-close" : "on-write",
      delivery: "exactly-once",
      atomicBatches: true,
    },
  };
}

for (const [how, atomic_finish] of Object.entries(modes)) {
  Deno.test({
    name: `IntoJsonl conforms ${how} on a disk that gets full`,
    ignore,
    fn: () =>
      assertConformance(onFullDisk(how, atomic_finish), {
        seed: 1,
        strict: true,
        runs: 100,
        timeLimit: 120_000,
      }),
  });

  Deno.test({
    name: `a run of IntoJsonl ${how} meets a full disk, loses nothing, and goes on, ten times`,
    ignore,
    async fn() {
      await using disk = await SmallDisk.mount(8);
      for (let repetition = 0; repetition < 10; repetition++) {
        const folder = disk.folder(`${repetition}`);
        const config = { folder, atomic_finish, fsync: repetition % 2 === 1 };
        const accepted: Visit[] = [];
        await assertFull(() => runInto(config, accepted, (at) => at === 950 && disk.set("reject")));
        assert(accepted.length > 0);
        assertEquals(sorted(readVisits(folder)), sorted(accepted));
        disk.set(null);
        await runInto(config, accepted);
        assertEquals(sorted(readVisits(folder)), sorted(accepted));
        Deno.removeSync(folder, { recursive: true });
      }
    },
  });
}

Deno.test({
  name: "IntoJsonl refuses a folder that is read-only, and works once it is not",
  ignore,
  async fn() {
    await using disk = await SmallDisk.mount(1);
    const sink = new IntoJsonl({ payload: Visit, name: "visits" });
    await disk.readOnly(true);
    await assertRejects(
      () => sink.buildPartition({ folder: disk.path }, 0),
      Error,
      "Cannot build the partition as folder must be one to make files in: EROFS",
    );
    await disk.readOnly(false);
    const partition = await sink.buildPartition({ folder: disk.path }, 0);
    await partition.writeBatch([new Visit("/", 1, true, null)]);
    await partition.close();
    assertEquals(readVisits(disk.path).length, 1);
  },
});

/** Runs a flow of 2,000 visits on two workers, and notes those whose writes have returned. */
async function runInto(
  config: unknown,
  accepted: Visit[],
  reached: (at: number) => unknown = () => {},
): Promise<void> {
  function* source() {
    for (let at = 0; at < 2000; at++) {
      reached(at);
      yield new Visit("/".repeat(at % 1000), accepted.length * 1e4 + at, true, null);
    }
  }
  const observer: RunObserver = {
    callEnded({ call, items }, { outcome }) {
      if (call === "write" && outcome.kind === "returned") accepted.push(...items as Visit[]);
    },
  };
  const sink = new IntoJsonl({ payload: Visit, name: "visits" });
  const plan = compile(flow("visits", source()).into(sink), {
    streaming: { sinks: { visits: config } },
  });
  await run(plan, { workers: 2, observer, batchSize: 37 });
}

async function assertFull(running: () => Promise<void>): Promise<void> {
  const error = await assertRejects(
    running,
    RunError,
    "ENOSPC: no space left on device",
  ) as RunError;
  assertEquals([error.phase, error.aborted, error.closeErrors.length], ["write", false, 0]);
}

function sorted(visits: readonly Visit[]): readonly Visit[] {
  return visits.toSorted((a, b) => a.seconds - b.seconds);
}
