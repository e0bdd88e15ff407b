import * as fc from "fast-check";
import { CompilationError, compile, ConfigError, loadConfig, run } from "@watertight/sinks";
import { assert } from "../assert.ts";
import { scripted } from "../runtime/support.ts";
import { requireClear } from "./clear.ts";
import { make, type Odd, odd } from "./odd.ts";
import { runs } from "./runs.ts";

const process = [scripted("a")];
const env = { NAME: "text", EMPTY: "", NUMBER: "2", DOLLAR: "${oc.env:NAME}", ODD: "}{'\"" };
const secret = "s3cr3t-of-the-environment";

const text = `includes: [base.yaml]
x-base: &base { host: localhost, port: 1 }
streaming:
  sinks:
    a:
      <<: *base
      url: "\${oc.env:NAME}/\${oc.env:UNSET,'a}b'}"
      list: [1, yes, null, 2024-01-02, 'it''s']
      text: |
        of two
        lines
      nested: \${oc.env:UNSET,\${oc.env:NUMBER,3}}
  runtime:
    workers_per_process: \${oc.env:NUMBER}
    process_id: 0
    addresses: ["one:1", "two:1"]
    epoch_interval_ms: 1_000
    force_shutdown_timeout_ms: 0x10
`;

/** What stands in YAML and in interpolations, and what hurts. */
const token = fc.oneof(
  fc.constantFrom(
    ...["&base", "*base", "*none", "<<: ", "<<: [*base, 7]", "- ", "? ", ": ", "!!binary ", "!x "],
    ...[
      "!!set ",
      "!!omap ",
      "!!int ",
      "\t",
      "\r",
      "\u0000",
      "\ufeff",
      "---\n",
      "...\n",
      "%YAML 9\n",
    ],
    ...["{", "}", "[", "]", "'", '"', "|", ">", "#", ",", "\n", "  ", "@", "`", "\ud800"],
    ...["${", "${oc.env:", "${oc.env:UNSET}", "${oc.env:,}", "${oc.env:${oc.env:NAME}}", "\\${"],
    ...["${oc.env:SECRET}", "${oc.env:EMPTY}", "${oc.env:DOLLAR}", "${oc.env:ODD}", "${x:y}"],
    ...[
      "__proto__: ",
      "constructor: ",
      "prototype",
      "toString",
      "null",
      "~",
      "NaN",
      ".inf",
      "1e999",
    ],
    ...["includes: ", "includes: [base.yaml]\n", "other.yaml", "flow.yaml", "streaming: 7\n"],
    ...["workers_per_process: -1\n", "process_id: 9\n", "addresses: {}\n", "runtime: []\n"],
  ),
  fc.string({ maxLength: 4, unit: "binary" }),
  fc.nat(3).map((level) => "[".repeat(10 ** level)),
  fc.nat(3).map((level) => "${oc.env:UNSET,".repeat(10 ** level)),
);

/** A change of a text: a stretch is replaced by a token, or by what stands elsewhere. */
interface Edit {
  readonly at: number;
  readonly length: number;
  readonly token?: string;
  readonly from?: number;
}

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ at: fc.nat(999), length: fc.constantFrom(0, 0, 1, 2, 9), token }),
  fc.record({ at: fc.nat(999), length: fc.constantFrom(0, 5, 30), from: fc.nat(999) }),
);

function edited(text: string, edits: readonly Edit[]): string {
  return edits.reduce((text, { at, length, token, from = 0 }) => {
    const start = Math.floor(at / 1000 * text.length);
    const source = Math.floor(from / 1000 * text.length);
    const added = token ?? text.slice(source, source + 20);
    return text.slice(0, start) + added + text.slice(start + length);
  }, text);
}

const base = "x: 1\nstreaming: { sinks: { a: { table: base } } }\n";

Deno.test("a YAML file is loaded and compiled, or refused with a clear error, whatever it holds", async () => {
  const count = { loaded: 0, compiled: 0 };
  const edits = fc.array(edit, { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(edits, fc.array(edit, { maxLength: 1 }), async (own, included) => {
      const files: Record<string, string> = {
        "/flow.yaml": edited(text, own),
        "/base.yaml": edited(base, included),
        "/other.yaml": "y: 2",
      };
      const read = (file: string) =>
        Object.hasOwn(files, file)
          ? Promise.resolve(files[file]!)
          : Promise.reject(new Error("no such file"));
      try {
        const config = await loadConfig("/flow.yaml", { read });
        count.loaded++;
        const flow = { name: "drawn", source: [], process };
        const plan = compile(flow, config, { env: { ...env, SECRET: secret } });
        const { workersPerProcess, processId, processes } = plan.runtime;
        assert(workersPerProcess >= 1 && processId < processes);
        count.compiled++;
      } catch (error) {
        requireClear(error, ConfigError, CompilationError);
        assert(!(error as Error).message.includes(secret), (error as Error).message);
      }
      assert(!("polluted" in {}) && ({}).toString === Object.prototype.toString);
    }),
    { numRuns: runs },
  );
  const { loaded, compiled } = count;
  const told = `of ${runs} files ${loaded} were loaded, ${compiled} compiled`;
  assert(compiled > runs / 10 && loaded < runs * 0.95 && loaded > compiled, told);
});

/** Places of a configuration. */
const places = [
  [],
  ["streaming"],
  ["streaming", "sinks"],
  ["streaming", "sinks", "a"],
  ["streaming", "sinks", "a", "url"],
  ["streaming", "sinks", "a", "list"],
  ["streaming", "runtime"],
  ["streaming", "runtime", "workers_per_process"],
  ["streaming", "runtime", "process_id"],
  ["streaming", "runtime", "addresses"],
  ["streaming", "runtime", "epoch_interval_ms"],
  ["streaming", "runtime", "force_shutdown_timeout_ms"],
] as const;

const sections = {
  streaming: {
    sinks: { a: { url: "${oc.env:NAME}", list: ["${oc.env:UNSET,1}"] } },
    runtime: {
      workers_per_process: 1,
      process_id: "1",
      addresses: ["one:1", "two:1"],
      epoch_interval_ms: "1000",
      force_shutdown_timeout_ms: 0,
    },
  },
};

/** A copy in which another value, or a getter that throws, stands at a place. */
function replaced(value: unknown, path: readonly string[], its: () => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return its();
  const copy = { ...value as Record<string, unknown> };
  if (rest.length > 0) copy[key] = replaced(copy[key], rest, its);
  else Object.defineProperty(copy, key, { get: its, enumerable: true });
  return copy;
}

/** The sections with another value at a place; now and then it throws when it is read. */
function changed([path, odd, throws]: readonly [readonly string[], Odd, number]): unknown {
  const value = make(odd);
  const its = (): unknown => {
    if (throws === 0 && path.length > 0) throw new RangeError("boom");
    return value;
  };
  return replaced(sections, path, its);
}

const near = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.string(),
  token,
  fc.constantFrom("1", "0", "-1", " 2 ", true, [], {}, ["one:1"], "${oc.env:NUMBER}", 2 ** 31),
).map((value): Odd => ({ kind: "plain", value }));

const change = fc.tuple(fc.constantFrom(...places), fc.oneof(odd, near), fc.nat(9));

Deno.test("a configuration compiles and runs, or is refused with a clear error, whatever is in it", async () => {
  let compiled = 0;
  await fc.assert(
    fc.asyncProperty(fc.option(change, { freq: 8 }), async (change) => {
      const config = change === null ? sections : changed(change);
      try {
        const flow = { name: "drawn", source: [1], process };
        const plan = compile(flow, config, { env });
        // The workers of this process may be many.
        await run(plan, { interruptOn: [], workers: 1 });
        compiled++;
      } catch (error) {
        requireClear(error, CompilationError);
      }
    }),
    { numRuns: runs },
  );
  assert(compiled > runs / 10 && compiled < runs * 0.9, `${compiled} of ${runs} compiled`);
});
