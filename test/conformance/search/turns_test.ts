import { inTurn } from "../../../conformance/search/turns.ts";
import { assertEquals, assertRejects } from "../../assert.ts";

Deno.test("inTurn() begins a task once all before it are done, those that failed included", async () => {
  const told: string[] = [];
  const task = (name: string, error?: Error) => async () => {
    told.push(`${name} begins`);
    for (let tick = 0; tick < 9; tick++) await undefined;
    told.push(`${name} ends`);
    if (error) throw error;
    return name;
  };
  const first = inTurn(task("first"));
  const failing = assertRejects(() => inTurn(task("failing", new Error("no"))), Error, "no");
  const last = inTurn(task("last"));
  assertEquals([await first, await last], ["first", "last"]);
  await failing;
  assertEquals(told, [
    "first begins",
    "first ends",
    "failing begins",
    "failing ends",
    "last begins",
    "last ends",
  ]);
});
