import { jsonLine } from "../../examples/values/json_line.ts";
import { assertEquals, assertThrows } from "../assert.ts";

const loop: unknown[] = [];
loop.push([loop]);

/** What JSON does not keep, and what is said of it. */
const refused: readonly (readonly [unknown, string])[] = [
  [{ a: NaN }, "a must be a number that JSON keeps: it is NaN"],
  [{ a: [-0] }, "a.0 must be a number that JSON keeps: it is -0"],
  [{ a: { b: [1, undefined] } }, "a.b.1 must be a value that JSON keeps: it is undefined"],
  [{ a: 1n }, "a must be a value that JSON keeps: it is 1n"],
  [{ a: [new Date(0)] }, "a.0 must be a value that JSON keeps: it is of class Date"],
  [{ a: new Map() }, "a must be a value that JSON keeps: it is of class Map"],
  [{ a: Array(1) }, "a.0 must be a value that JSON keeps: it is undefined"],
  [{ toJSON: () => 1 }, "toJSON must be a value that JSON keeps: it is a function"],
  [{ a: loop }, `a${".0".repeat(99)} must be at most 100 levels deep: it is a list`],
  [new Date(0), "it must be a value that JSON keeps: it is of class Date"],
  [new Map([[1, 2]]), "it must be a value that JSON keeps: it is of class Map"],
  [undefined, "it must be a value that JSON keeps: it is undefined"],
];

for (const [event, said] of refused) {
  Deno.test(`jsonLine() says that ${said}`, () => {
    assertThrows(() => jsonLine(event), TypeError, `Cannot store the event as ${said}`);
  });
}

class Visit {
  constructor(readonly page: string, readonly details: unknown) {}
  toJSON(): string {
    return "of the class, and not of what is stored";
  }
}

for (
  const kept of [
    new Visit('\ud800\u2028\0\n\r"\\', { "": [], "a\nb": {} }),
    JSON.parse('{"__proto__":null}'),
    [[], [[]], "", null, 0.1 + 0.2, Number.MIN_VALUE, -Number.MAX_VALUE],
    "a text",
  ]
) {
  Deno.test(`jsonLine() keeps ${Deno.inspect(kept)}, in one line`, () => {
    const line = jsonLine(kept);
    assertEquals(line.includes("\n"), false);
    assertEquals(JSON.parse(line), kept instanceof Visit ? { ...kept } : kept);
  });
}
