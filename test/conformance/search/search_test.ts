import * as fc from "fast-check";
import { type History, rules } from "@watertight/sinks/conformance";
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

Deno.test("search() says what it did not count, as there is too much to list, and runs it all the same", async () => {
  const census = () => ({ Timeout: 10_000 });
  const context = contextOf(rowsSubject(), { census, counts: true });
  const example: [History] = [{ workers: 1, steps: [{ do: "write", worker: 0, events: [0] }] }];
  const histories = {
    arbitrary: fc.constant(example[0]),
    parameters: { seed: 1, examples: Array<[History]>(60).fill(example) },
  };
  const deadline = { left: 1, passed: false };
  const settings = settingsOf({ seed: 1, runs: 0 });
  const found = await search(context, histories, settings, new Results(rules), deadline);
  assertEquals(found.histories, 60);
  // One in six may be counted, before and after, while no more than 50,000 and 5,000 each were listed.
  assertEquals(found.warnings, [
    "What is left open was counted in 5 of 10 histories alone, as there is too much to list",
  ]);
});
