// A payload that is a schema is asked of every event before the sink sees it.
import { broadcast, map, payload, type PayloadType } from "@watertight/sinks";
import { assertEquals, assertStringIncludes } from "../assert.ts";
import { record, type Recording, scripted } from "./support.ts";

type Validate = (value: unknown) => unknown;

/** A sink whose payload is a schema. */
function checked(name: string, validate: Validate) {
  const payload = { "~standard": { version: 1, vendor: "test", validate } };
  return { ...scripted(name), payload: payload as PayloadType<unknown> as never };
}

const small: Validate = (value) =>
  Number(value) < 3 ? { value } : { issues: [{ message: "must be below 3" }, { message: "odd" }] };
const wait = (validate: Validate): Validate => (value) => Promise.resolve(value).then(validate);

function failureOf({ error }: Recording): readonly unknown[] {
  return [error?.phase, error?.sink, error?.worker, String(error?.cause)];
}

const refused = "TypeError: Cannot write 3 as the payload of the sink must accept it: " +
  "must be below 3; odd";

for (const [kind, validate] of Object.entries({ sync: small, async: wait(small) })) {
  for (const batching of ["container", "epoch"] as const) {
    Deno.test(`payload: an event that a ${kind} schema rejects fails the run, by ${batching}; its batch is not written`, async () => {
      const result = await record([1, 2, 3, 4], [checked("a", validate)], {
        batchSize: 2,
        batching,
      });
      assertEquals(failureOf(result), ["payload", "a", 0, refused]);
      const before = batching === "container" ? ["a0 write 1 2"] : [];
      assertEquals(result.lines, ["a0 build", ...before, "a0 close"]);
      assertStringIncludes(
        result.error?.message ?? "",
        'sink "a" must be given events of its payload: it failed on worker 0 with TypeError',
      );
    });
  }
}

Deno.test("payload: every event is checked once, in order, as the steps leave it", async () => {
  for (const how of [(it: Validate) => it, wait]) {
    const seen: unknown[] = [];
    const validate = how((value) => {
      seen.push(value);
      return { value: "what the schema makes of it" };
    });
    const half = how((value) => value === 20 ? { value } : Promise.resolve({ value }));
    const sinks = broadcast([checked("a", validate), checked("b", half)]);
    const { lines } = await record([1, 2, 3], [map((n: number) => n * 10), sinks]);
    assertEquals(seen, [10, 20, 30]);
    assertEquals(lines.filter((line) => line.includes("write")), [
      "a0 write 10 20 30",
      "b0 write 10 20 30",
    ]);
  }
});

Deno.test("payload: a schema that throws, or gives no result, fails the run", async () => {
  const throws = await record([1], [checked("a", () => JSON.parse("no"))]);
  assertEquals([throws.error?.phase, (throws.error?.cause as Error).name], [
    "payload",
    "SyntaxError",
  ]);
  const silent = await record([1], [checked("a", () => undefined)]);
  assertStringIncludes(String(silent.error?.cause), "its validate must give a result");
});

Deno.test("payload: a class is not checked, nor is a plain row", async () => {
  class Row {
    static readonly "~standard" = { version: 1, vendor: "test", validate: () => ({ issues: [] }) };
  }
  for (const it of [Row, payload<number>()]) {
    const { lines } = await record([1], [{ ...scripted("a"), payload: it }]);
    assertEquals(lines, ["a0 build", "a0 write 1", "a0 close"]);
  }
});

Deno.test("payload() accepts anything and gives it back, always as one frozen schema", () => {
  const schema = payload<number>() as { "~standard": { validate: Validate } };
  assertEquals(schema["~standard"].validate("any"), { value: "any" });
  assertEquals([schema as unknown === payload<string>(), Object.isFrozen(schema)], [true, true]);
});
