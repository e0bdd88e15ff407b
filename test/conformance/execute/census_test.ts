import { grown, processCensus } from "../../../conformance/execute/census.ts";
import { assert, assertEquals } from "../../assert.ts";

Deno.test("grown() names what there is more of, and nothing else", () => {
  assertEquals(grown({ a: 1, b: 2, c: 3 }, { a: 1, b: 4, d: 1 }), { b: 2, d: 1 });
  assertEquals(grown({ a: 1 }, {}), {});
});

Deno.test("processCensus() counts a timer that is left", async () => {
  const census = await processCensus();
  const before = census();
  const timer = setTimeout(() => {}, 60_000);
  const more = grown(before, census());
  clearTimeout(timer);
  assert(Object.values(more).includes(1), JSON.stringify(more));
  assertEquals(grown(before, census()), {});
});

Deno.test("processCensus() counts a file that is left open", async () => {
  const census = await processCensus();
  const before = census();
  const file = await Deno.open(new URL(import.meta.url));
  const more = grown(before, census());
  file.close();
  assert(more["file"] === 1, JSON.stringify(more));
  assertEquals(grown(before, census()), {});
});
