import * as fc from "fast-check";
import { FixtureError } from "@watertight/sinks/conformance";
import { arbitraryOf, Draws, type EventSource } from "../../../conformance/subject/event_source.ts";
import { assert, assertEquals, assertThrows } from "../../assert.ts";

/** An arbitrary as another copy of fast-check would bring it: of another class, and so with other values. */
function foreign<E>(arbitrary: fc.Arbitrary<E>): EventSource<E> {
  const drawn = ({ value, context }: fc.Value<E>) => ({ value, context });
  return {
    generate: (random, bias) => drawn(arbitrary.generate(random as fc.Random, bias)),
    canShrinkWithoutContext: (value) => arbitrary.canShrinkWithoutContext(value),
    *shrink(value, context) {
      for (const smaller of arbitrary.shrink(value as E, context)) yield drawn(smaller);
    },
  };
}

Deno.test("arbitraryOf() gives an arbitrary of this fast-check itself", () => {
  const own = fc.nat();
  assert(arbitraryOf(own, "events") === own);
});

Deno.test("arbitraryOf() draws and shrinks like the source, of whatever copy it is", () => {
  const rows = fc.record({ id: fc.nat(), tags: fc.array(fc.string()) });
  const adopted = arbitraryOf(foreign(rows), "events");
  assertEquals(fc.sample(adopted, { seed: 1 }), fc.sample(rows, { seed: 1 }));
  const smallest = (arbitrary: typeof rows) =>
    fc.check(fc.property(arbitrary, ({ id, tags }) => id < 100 || tags.length < 2), { seed: 1 })
      .counterexample;
  assertEquals(smallest(adopted), smallest(rows));
  assertEquals(smallest(adopted)![0], { id: 100, tags: ["", ""] });
});

Deno.test("arbitraryOf() refuses what cannot draw, and says of which member", () => {
  const hostile = new Proxy({}, {
    get() {
      throw new Error("no");
    },
  });
  for (const source of [undefined, null, 7, {}, [], () => 1, { generate: () => 1 }, hostile]) {
    const error = assertThrows(
      () => arbitraryOf(source as unknown as EventSource<unknown>, "invalidEvents"),
      FixtureError,
    );
    assert(error.message.startsWith("Cannot check the sink as invalidEvents must"), error.message);
  }
});

Deno.test("a value is drawn again from the same state, and shares nothing with the first", () => {
  const draws = new Draws(fc.array(fc.record({ id: fc.nat() }), { minLength: 1 }), 7, "events");
  const first = Array.from({ length: 50 }, () => draws.next());
  for (const number of [49, 0, 17, 0]) {
    const again = draws.again(number);
    assertEquals(again, first[number]);
    assert(again !== first[number] && again[0] !== first[number]![0]);
  }
  assertEquals(new Draws(fc.nat(), 7, "events").next(), new Draws(fc.nat(), 7, "events").next());
});
