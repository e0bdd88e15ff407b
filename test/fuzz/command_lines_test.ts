import * as fc from "fast-check";
import { fileURLToPath } from "node:url";
import { ruleIds } from "../../conformance/rule_id.ts";
import { assert } from "../assert.ts";
import { perform } from "../conformance/cli/perform.ts";
import { requireClearText } from "./clear.ts";
import { requireMixed, runs } from "./runs.ts";
import { hostileText } from "./traces.ts";

const moduleOf = (name: string) =>
  fileURLToPath(new URL(`../conformance/subjects/${name}.ts`, import.meta.url));

/** Its check ends at once, after all of the command line was taken. */
const module = moduleOf("unready");

/** What a check of it ends with. */
const reached = "FixtureError: Cannot check the sink as events must be a fast-check arbitrary";

const flag = (name: string, value: fc.Arbitrary<string>) =>
  value.map((value) => [`--${name}=${value}`]);

const right = fc.oneof(
  ...["runs", "time-limit", "call-limit", "hook-limit", "max-workers", "seed"]
    .map((name) => flag(name, fc.integer({ min: 1, max: 1000 }).map(String))),
  flag("rule", fc.constantFrom(...ruleIds)),
  flag("reporter", fc.constantFrom("text", "json", "html")),
  fc.constantFrom(["--strict"], ["--verbose"], ["--seed", "7"], ["--seed=1", "--path=17:3:0"]),
);

const wrong = fc.oneof(
  fc.tuple(
    fc.constantFrom("runs", "time-limit", "call-limit", "max-workers", "seed", "path", "rule"),
    fc.oneof(hostileText, fc.double().map(String), fc.constantFrom("", " 1", "0x10", "1e3", "-0")),
    fc.boolean(),
  ).map(([name, value, apart]) => apart ? [`--${name}`, value] : [`--${name}=${value}`]),
  flag("reporter", hostileText),
  fc.constantFrom(
    ["--out"],
    ["--out=a", "--out=b"],
    ["--reporter=json", "--reporter=html"],
    ["--jobs=0"],
    ["--permissions=all"],
    ["--subject="],
    ["--help=7"],
    ["--runs"],
    ["--no-strict"],
    ["-"],
    ["--"],
    ["--save"],
    ["--path=1"],
    ["-r", "7"],
  ),
  fc.tuple(hostileText).map((text) => text),
);

const pieces = fc.array(
  fc.oneof({ weight: 5, arbitrary: right }, { weight: 1, arbitrary: wrong }),
  { maxLength: 5 },
);

Deno.test("a command line is taken or refused with a clear error, whatever is in it", async () => {
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(pieces, async (pieces) => {
      // First, where no flag without its value takes the module for it.
      const args = [module, ...pieces.flat()];
      const { code, text } = await perform(args);
      if (text.startsWith("Usage: ")) return assert(code === 0);
      assert(code === 2, `code ${code}`);
      assert(/^(RangeError|TypeError|FixtureError): /.test(text), `an undocumented error: ${text}`);
      // A file that holds no regression is named before what is wrong with it.
      requireClearText(text.replace(/^\w+: (?:\/\S*: )?/, ""));
      if (text.startsWith(reached)) taken++;
    }),
    { numRuns: runs },
  );
  requireMixed(taken, 1 / 4, "command lines");
});
