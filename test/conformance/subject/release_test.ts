import { checkConformance, FixtureError } from "@watertight/sinks/conformance";
import { assertEquals, assertRejects } from "../../assert.ts";
import { rowsSubject, sound } from "../rows.ts";

Deno.test("release is called once a check, after the last fixture was disposed", async () => {
  const [open, seen]: [Set<object>, number[]] = [new Set(), []];
  const subject = rowsSubject(sound, { release: () => void seen.push(open.size) }, () => {
    const fixture = { [Symbol.dispose]: () => void open.delete(fixture) };
    open.add(fixture);
    return fixture;
  });
  for (let check = 1; check <= 2; check++) {
    await checkConformance(subject, { seed: 1, runs: 20 });
    assertEquals(seen, Array(check).fill(0));
  }
});

Deno.test("release is called, too, when the fixture turns out to be at fault, and hides nothing", async () => {
  let released = 0;
  const release = () => {
    released++;
    throw new Error("Cannot close the pool as it must be open: it is not");
  };
  const subject = rowsSubject(
    sound,
    { release },
    () => ({ config: {}, read: () => [1, 2] as never }),
  );
  await assertRejects(() => checkConformance(subject, { seed: 1 }), FixtureError, "as open must");
  assertEquals(released, 1);
});

Deno.test("a release that fails is told as such", async () => {
  const release = () => Promise.reject(new Error("gone"));
  await assertRejects(
    () => checkConformance(rowsSubject(sound, { release }), { seed: 1, runs: 5 }),
    FixtureError,
    "Cannot check the sink as release must not throw: it threw Error: gone",
  );
});

Deno.test("a release that does not settle ends with the limit of a hook", async () => {
  const release = () => new Promise<void>(() => {});
  await assertRejects(
    () => checkConformance(rowsSubject(sound, { release }), { seed: 1, runs: 5, hookLimit: 20 }),
    FixtureError,
    "Cannot check the sink as release must settle: nothing came within 20 ms",
  );
});
