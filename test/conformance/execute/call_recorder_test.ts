import type { ThrownValue } from "@watertight/sinks";
import type { Fixture, HistoryStep } from "@watertight/sinks/conformance";
import { execute } from "../../../conformance/execute/execute.ts";
import { assert, assertEquals } from "../../assert.ts";
import { contextOf, type Row, rowsSubject, sound } from "../rows.ts";
import { short, traceOf, write } from "./traces.ts";

Deno.test("what is no partition is recorded with what is wrong with it", async () => {
  const problems: [unknown, string][] = [
    [undefined, "it gave undefined"],
    [null, "it gave null"],
    [{ writeBatch() {} }, "its close is not a function"],
    [{ close() {}, writeBatch: 1 }, "its writeBatch is not a function"],
  ];
  for (const [value, problem] of problems) {
    const { calls } = await traceOf(rowsSubject(() => value as never), { steps: [write] });
    assertEquals(calls.map(({ built }) => built), [{ problem }]);
  }
});

Deno.test("a partition that is given again is recorded with the number it had", async () => {
  const kept = sound({ rows: [] });
  const { calls } = await traceOf(rowsSubject(() => kept), { workers: 2, steps: [] });
  assertEquals(calls[1]!.built, { sameAs: 0 });
});

Deno.test("a thenable that is no promise is awaited", async () => {
  const subject = rowsSubject((it) => ({
    ...sound(it),
    close: () => ({ then: (resolve: () => void) => resolve() }) as PromiseLike<void>,
  }));
  assertEquals(short(await traceOf(subject, { steps: [] })), ["build p0", "close p0"]);
});

Deno.test("what is thrown is recorded as data, an Error or not", async () => {
  const thrown: [unknown, ThrownValue][] = [
    [new TypeError("no"), { isError: true, name: "TypeError", message: "no" }],
    ["oops", { isError: false, name: "string", message: '"oops"' }],
    [undefined, { isError: false, name: "undefined", message: "undefined" }],
  ];
  for (const [value, error] of thrown) {
    const subject = rowsSubject((it) => ({ ...sound(it), close: () => Promise.reject(value) }));
    const { calls } = await traceOf(subject, { steps: [] });
    assertEquals(calls[1]!.outcome, { kind: "threw", error });
  }
});

Deno.test("a stringConfig that is a function makes it of the configuration of each fixture", async () => {
  const given: unknown[] = [];
  let fixtures = 0;
  const subject = rowsSubject(
    (it) => {
      given.push(it.config);
      return sound(it);
    },
    { stringConfig: ({ port }: { port: number }) => ({ port: String(port) }) },
    () => ({ config: { port: ++fixtures } }),
  );
  await traceOf(subject, { given: { stringConfig: true }, steps: [] });
  await traceOf(subject, { given: { stringConfig: true }, steps: [] });
  assertEquals(given, [{ port: "1" }, { port: "2" }]);
});

Deno.test("with minimal arguments neither bridge nor session manager is given", async () => {
  const given: unknown[] = [];
  const subject = rowsSubject(
    (it) => {
      given.push(it.bridge === undefined, it.sessionManager);
      return sound(it);
    },
    {},
    () => ({ sessionManager: "pool" }),
  );
  const trace = await traceOf(subject, { given: { minimalArguments: true }, steps: [] });
  assertEquals([given, trace.given], [[true, undefined], { minimalArguments: true }]);
  await traceOf(subject, { steps: [] });
  assertEquals(given.slice(2), [false, "pool"]);
});

Deno.test("a frozen configuration, frozen events and a frozen node reach the sink", async () => {
  const frozen: boolean[] = [];
  const subject = rowsSubject((it) => {
    frozen.push(Object.isFrozen(it.config));
    return {
      ...sound(it),
      writeBatch: (items) => void frozen.push(Object.isFrozen(items), Object.isFrozen(items[0])),
    };
  });
  const given = { frozenConfig: true, frozenEvents: true, frozenNode: true };
  let fixture: Fixture<Row> | undefined;
  const open = async () => fixture = await subject.open();
  const { putAway } = await execute(contextOf({ ...subject, open }), {
    workers: 1,
    given,
    steps: [write],
  });
  await putAway();
  assertEquals([...frozen, Object.isFrozen(fixture?.sink)], [true, true, true, true]);
  assert(!Object.isFrozen(fixture?.config), "the author's own configuration was frozen");
});

Deno.test("a configuration that a build changed is recorded once", async () => {
  const subject = rowsSubject((it) => {
    delete (it.config as { table?: string }).table;
    return sound(it);
  });
  const { calls } = await traceOf(subject, { workers: 2, steps: [] });
  assertEquals(calls.map(({ tampered }) => tampered), [
    ["config"],
    undefined,
    undefined,
    undefined,
  ]);
});

Deno.test("a wrong configuration is given by its place, and recorded by its key", async () => {
  const configs: unknown[] = [];
  const invalidConfigs = [{ config: {}, key: "table" }, { config: { table: 7 }, key: "table" }];
  const subject = rowsSubject((it) => {
    configs.push(it.config);
    return sound(it);
  }, { invalidConfigs });
  const trace = await traceOf(subject, { given: { invalidConfig: 1 }, steps: [] });
  assertEquals([configs, trace.given], [[{ table: 7 }], { invalidKey: "table" }]);
});

Deno.test("a value the storage cannot hold stands among the events of its write", async () => {
  const batches: unknown[][] = [];
  const subject = rowsSubject((it) => ({
    ...sound(it),
    writeBatch: (items) => void batches.push([...items]),
  }));
  const invalid: HistoryStep = { do: "write", worker: 0, events: [0, 1], invalid: true };
  const trace = await traceOf(subject, { steps: [invalid] }, {
    invalid: { events: ["bad"], fresh: () => "bad" },
  });
  assertEquals(batches[0]![1], "bad");
  assertEquals([trace.calls[1]!.invalid, trace.events.length], [["bad"], 2]);
});

Deno.test("bridge tasks are recorded with the call they belong to, and awaited", async () => {
  const subject = rowsSubject((it) => ({
    ...sound(it),
    writeBatch(items) {
      it.bridge!.run(async () => {
        await undefined;
        it.rows.push(...items);
      });
    },
  }));
  const { calls, contents } = await traceOf(subject, { steps: [write] });
  assertEquals(calls[1]!.tasks, [{ started: "within", outcome: "fulfilled" }]);
  assertEquals(contents, [0, 1]);
});

Deno.test("an unseen error of a bridge task fails its call", async () => {
  const subject = rowsSubject((it) => ({
    ...sound(it),
    writeBatch: () => void it.bridge!.run(() => Promise.reject(new Error("full"))),
  }));
  assertEquals(short(await traceOf(subject, { steps: [write] }))[1], "write p0 threw");
});
