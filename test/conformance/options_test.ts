import { type CheckOptions, settingsOf } from "../../conformance/options.ts";
import { assertEquals, assertNotEquals, assertThrows } from "../assert.ts";

Deno.test("settingsOf() fills in the defaults, and another seed each time", () => {
  const { seed, rules, progress: _, ...rest } = settingsOf({});
  assertEquals(rest, {
    path: undefined,
    runs: 300,
    timeLimit: 10_000,
    callLimit: 1000,
    hookLimit: 10_000,
    maxWorkers: 8,
    strict: false,
    regressions: [],
    signal: undefined,
    watch: undefined,
  });
  assertEquals(rules.size > 50, true);
  assertNotEquals(seed, settingsOf({}).seed);
});

/** Options out of range, and what the error says. */
const wrong: [CheckOptions, string][] = [
  [{ seed: 1.5 }, "seed must be a whole number from -2147483648 to 2147483647: it is 1.5"],
  [
    { seed: 2 ** 31 },
    "seed must be a whole number from -2147483648 to 2147483647: it is 2147483648",
  ],
  [{ runs: -1 }, "runs must be a whole number from 0 to 10000000: it is -1"],
  [{ runs: NaN }, "runs must be a whole number from 0 to 10000000: it is NaN"],
  [{ timeLimit: 0 }, "timeLimit must be a whole number from 1 to 86400000: it is 0"],
  [{ timeLimit: Infinity }, "timeLimit must be a whole number from 1 to 86400000: it is Infinity"],
  [{ callLimit: 0 }, "callLimit must be a whole number from 1 to 3600000: it is 0"],
  [{ maxWorkers: 0 }, "maxWorkers must be a whole number from 1 to 1024: it is 0"],
  [{ maxWorkers: "2" as never }, 'maxWorkers must be a whole number from 1 to 1024: it is "2"'],
  [{ rules: [] }, "rules must name at least one rule: it is empty"],
  [
    { rules: ["write.stored", "write.all" as never] },
    'rules must name known rules: "write.all" is none',
  ],
];

for (const [options, message] of wrong) {
  const [[name, value]] = Object.entries(options) as [[string, unknown]];
  Deno.test(`settingsOf() refuses ${name} ${value}`, () => {
    const error = assertThrows(() => settingsOf(options), RangeError);
    assertEquals(error.message, `Cannot check as ${message}`);
  });
}

Deno.test("settingsOf() refuses a symbol for a number, and says that it is one", () => {
  assertThrows(
    () => settingsOf({ runs: Symbol("many") as never }),
    RangeError,
    'runs must be a whole number from 0 to 10000000: it is Symbol("many")',
  );
});

Deno.test("settingsOf() refuses options that cannot be read, lists included", () => {
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  const booby = {
    get runs() {
      throw new RangeError("boom");
    },
  };
  for (const options of [booby, { rules: proxy }, { regressions: proxy }]) {
    assertThrows(
      () => settingsOf(options as CheckOptions),
      TypeError,
      "Cannot check as options must be readable: reading them threw",
    );
  }
});

Deno.test("settingsOf() refuses a regression that cannot be read", () => {
  const booby = {
    get rule() {
      throw new RangeError("boom");
    },
  };
  assertThrows(
    () => settingsOf({ regressions: [booby as never] }),
    TypeError,
    "Cannot check as regressions must be a list of regressions: it is",
  );
});

Deno.test("settingsOf() refuses a path without its seed", () => {
  assertThrows(
    () => settingsOf({ path: "1" }),
    RangeError,
    "Cannot replay as path needs the seed it belongs to: seed is missing",
  );
});

Deno.test("settingsOf() refuses what is no path", () => {
  const others = [
    "1@",
    "@1:0",
    "1@2",
    "1@2:",
    "event:1@2:0",
    "regression:0@1:0",
    "1@2:0" + "@2:0".repeat(8),
  ];
  const plain = ["", "a", "1:", ":1", "event:", "1:-2", "regression:x", "999999999"];
  for (const path of [...plain, ...others]) {
    assertThrows(
      () => settingsOf({ seed: 1, path }),
      RangeError,
      `Cannot replay as path must be numbers joined by colons: it is ${JSON.stringify(path)}`,
    );
  }
});

Deno.test("settingsOf() takes the paths that reports give", () => {
  for (const path of ["0", "17:3:0", "event:12:1", "regression:0", "17:3:0@5:0:2@40:1"]) {
    assertEquals(settingsOf({ seed: 1, path }).path, path);
  }
});
