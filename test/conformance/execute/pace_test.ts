import { paceOf, pass } from "../../../conformance/execute/pace.ts";
import { assert, assertEquals } from "../../assert.ts";

Deno.test("paceOf() gives the same delays for the same number", () => {
  const delays = () => {
    const pace = paceOf(17);
    return Array.from({ length: 50 }, pace);
  };
  assertEquals(delays(), delays());
  assertEquals(new Set(delays()), new Set([0, 1, 2, 3]));
});

Deno.test("paceOf(0) delays nothing", () => {
  const pace = paceOf(0);
  assert(Array.from({ length: 50 }, pace).every((ticks) => ticks === 0));
});

Deno.test("pass() lets so many microtasks run and no more", async () => {
  let ticks = 0;
  const count = async () => {
    for (; ticks < 10; ticks++) await undefined;
  };
  const counting = count();
  await pass(4);
  assert(ticks >= 4 && ticks <= 6, `${ticks} microtasks went by`);
  await counting;
});
