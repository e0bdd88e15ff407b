import * as fc from "fast-check";
import type { History } from "@watertight/sinks/conformance";
import { settingsOf } from "../../../conformance/options.ts";
import { Results } from "../../../conformance/search/results.ts";
import { search } from "../../../conformance/search/search.ts";
import { assertEquals } from "../../assert.ts";
import { contextOf, rowsSubject } from "../rows.ts";

const passed = { left: 0, passed: true };

Deno.test("search() draws no more histories once its time is up, however many were asked for", async () => {
  let drawn = 0;
  const arbitrary = fc.constant<History>({ workers: 1, steps: [] }).map((it) => (drawn++, it));
  const histories = { arbitrary, parameters: { seed: 1, examples: [] } };
  const settings = settingsOf({ seed: 1, runs: 100_000, timeLimit: 5 });
  const found = await search(
    contextOf(rowsSubject()),
    histories,
    settings,
    new Results([]),
    passed,
  );
  assertEquals([found.histories, drawn < 3], [0, true], `${drawn} histories were drawn`);
  assertEquals(found.stopped, "the time limit of 5 ms, after 0 of 100000 histories");
});
