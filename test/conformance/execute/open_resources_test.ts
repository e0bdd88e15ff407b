import { common, grown, processCensus } from "../../../conformance/execute/open_resources.ts";
import { assert, assertEquals } from "../../assert.ts";

Deno.test("grown() names what there is more of, and nothing else", () => {
  assertEquals(grown({ a: 1, b: 2, c: 3 }, { a: 1, b: 4, d: 1 }), { b: 2, d: 1 });
  assertEquals(grown({ a: 1 }, {}), {});
});

Deno.test("common() counts what both censuses have, by the fewer of each", () => {
  assertEquals(common({ a: 1, b: 4, c: 3 }, { b: 2, c: 5, d: 1 }), { b: 2, c: 3 });
});

Deno.test("processCensus() counts a timer that is left", async () => {
  const census = await processCensus();
  // Files belong to the process, and other tests of it open some: they are left out here.
  const timers = () =>
    Object.fromEntries(Object.entries(census()).filter(([kind]) => !kind.startsWith("file ")));
  const before = timers();
  const timer = setTimeout(() => {}, 60_000);
  const more = grown(before, timers());
  clearTimeout(timer);
  assertEquals(Object.values(more), [1]);
  assertEquals(grown(before, timers()), {});
});

Deno.test("processCensus() counts files that are left open", async () => {
  const census = await processCensus();
  const before = census();
  const files = await Promise.all(
    Array.from({ length: 100 }, () => Deno.open(new URL(import.meta.url))),
  );
  const { file = 0 } = grown(before, census());
  for (const it of files) it.close();
  assert(file > 50, `${file} of 100 were counted`);
});
