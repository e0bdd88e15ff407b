import { CensusBudget } from "../../../conformance/search/census_budget.ts";
import { assertEquals } from "../../assert.ts";

/** Counts so many histories where that is granted, each by so many censuses. */
function countedOf(budget: CensusBudget, histories: number, censuses: number): number {
  let counted = 0;
  for (let history = 0; history < histories; history++) {
    if (!budget.grant()) continue;
    counted++;
    for (let census = 0; census < censuses; census++) budget.census();
  }
  return counted;
}

Deno.test("CensusBudget grants every history of a usual sink, and says nothing", () => {
  const budget = new CensusBudget(() => ({ Timeout: 200, TCPSocketWrap: 40, "file 3 /a": 1 }));
  assertEquals([countedOf(budget, 100_000, 8), budget.warnings], [100_000, []]);
});

Deno.test("CensusBudget grants fewer histories where much is listed, and tells how many", () => {
  const budget = new CensusBudget(() => ({ Timeout: 10_000 }));
  assertEquals(countedOf(budget, 1000, 4), 127);
  assertEquals(budget.warnings, [
    "What is left open was counted in 127 of 1000 histories alone, as there is too much to list",
  ]);
});

Deno.test("CensusBudget passes on what is listed", () => {
  const listed = { Timeout: 2 };
  assertEquals(new CensusBudget(() => listed).census(), listed);
});
