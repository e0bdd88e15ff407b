import { arbitraryOf } from "../../conformance/subject/event_source.ts";
import * as fc from "fast-check";
import type { SinkPartition } from "../../mod.ts";
import type { Fixture } from "../../conformance/mod.ts";
import { trapExits } from "../../conformance/execute/exits.ts";
import { catchStrayErrors } from "../../conformance/execute/stray_errors.ts";
import { assert, assertEquals } from "../assert.ts";
import type { AnySubject } from "./mutant.ts";

/**
 * What a test suite for storage adapters usually is: a handful of examples that somebody wrote down, with one
 * worker and few events. Here to be compared with; the mutants it misses are those that generating finds.
 */
interface Example {
  readonly name: string;
  run(fixture: Fixture<unknown>, events: readonly unknown[]): Promise<void>;
}

const examples: readonly Example[] = [
  {
    name: "the node has its members",
    run({ sink }) {
      assert(sink.payload !== undefined && sink.name !== "" && sink.routerBranchSafe === true);
      assertEquals(typeof sink.buildPartition, "function");
      return Promise.resolve();
    },
  },
  {
    name: "what is written in a few batches is read back",
    async run(fixture, events) {
      const partition = await build(fixture);
      await partition.writeBatch(events.slice(0, 3));
      await partition.writeBatch(events.slice(3, 4));
      await partition.writeBatch(events.slice(4, 10));
      await partition.close();
      assertEquals([...await fixture.read()], events.slice(0, 10));
    },
  },
  {
    name: "an empty batch is accepted",
    async run(fixture) {
      const partition = await build(fixture);
      await partition.writeBatch([]);
      await partition.close();
      assertEquals([...await fixture.read()], []);
    },
  },
  {
    name: "a partition is closed without a write, and twice",
    async run(fixture, events) {
      const idle = await build(fixture);
      await idle.close();
      await idle.close();
      const busy = await build(fixture);
      await busy.writeBatch(events.slice(0, 2));
      await busy.close();
      await busy.close();
      assertEquals([...await fixture.read()], events.slice(0, 2));
    },
  },
];

async function build({ sink, config, sessionManager }: Fixture<unknown>) {
  const bridge = {
    alive: true,
    run: <T>(task: (signal: AbortSignal) => PromiseLike<T>) =>
      Promise.resolve(task(new AbortController().signal)),
  };
  const partition = await sink.buildPartition(config, 0, 1, bridge, sessionManager);
  return partition as SinkPartition<unknown>;
}

/** The names of the examples that a sink fails. */
export async function failedExamples(subject: AnySubject): Promise<readonly string[]> {
  // The events an author would have thought of: some usual ones, the same every time.
  const events = fc.sample(arbitraryOf(subject.events, "events"), { seed: 42, numRuns: 10 });
  const failed: string[] = [];
  using strays = catchStrayErrors(); // A test runner fails on an error that escapes, and on an exit.
  using stack = new DisposableStack();
  const exits = trapExits(strays.report);
  stack.defer(() => exits.restore());
  for (const { name, run } of examples) {
    const fixture = await subject.open();
    try {
      await settled(run(fixture, structuredClone(events)));
    } catch {
      failed.push(name);
    } finally {
      await fixture[Symbol.asyncDispose]?.();
      fixture[Symbol.dispose]?.();
    }
  }
  await new Promise((resolve) => setTimeout(resolve, 5));
  return strays.take().length > 0 ? [...failed, "no error escapes"] : failed;
}

/** A call that never settles fails its example, as a test runner's timeout would. */
async function settled(example: Promise<void>): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error("the example did not settle")), 200);
  try {
    await Promise.race([example, late]);
  } finally {
    clearTimeout(timer);
  }
}
