import { CensusBudget } from "../../../conformance/search/census_budget.ts";
import { assertEquals } from "../../assert.ts";
import { HurriedClock } from "../hurried_clock.ts";

/** A clock that stands still but for what passes on purpose. */
function stopped() {
  let now = 0;
  return {
    clock: Object.assign(new HurriedClock(), { now: () => now }),
    pass: (ms: number) => void (now += ms),
  };
}

Deno.test("CensusBudget grants every history while a census is cheap, and says nothing", () => {
  const { clock, pass } = stopped();
  const budget = new CensusBudget(() => (pass(0.5), { Timeout: 1 }), clock);
  const granted = Array.from({ length: 300 }, () => {
    pass(1);
    assertEquals(budget.census(), { Timeout: 1 });
    return budget.grant();
  });
  assertEquals([granted.every((it) => it), budget.warnings], [true, []]);
});

Deno.test("CensusBudget grants a tenth of the time to a dear census, and tells what was not counted", () => {
  const { clock, pass } = stopped();
  const budget = new CensusBudget(() => (pass(100), {}), clock);
  let spent = 0;
  for (let history = 0; history < 1000; history++) {
    pass(20);
    if (!budget.grant()) continue;
    budget.census();
    spent += 100;
  }
  assertEquals([spent >= 2000, spent <= 2400], [true, true], `${spent} ms of 20,000`);
  assertEquals(budget.warnings, [
    `What is left open was counted in ${
      spent / 100
    } of 1000 histories alone, as there is too much to list`,
  ]);
});
