import { conformance, ConformanceError, type Subject } from "@watertight/sinks/conformance";
import { pathToFileURL } from "node:url";
import { assert, assertEquals, assertRejects, assertThrows } from "../../assert.ts";
import { lossy } from "../search/broken.ts";
import { type Row, rowsSubject } from "../rows.ts";

interface Definition {
  readonly name: string;
  readonly timeout: number;
  readonly sanitizeOps: boolean;
  readonly sanitizeResources: boolean;
  readonly permissions?: unknown;
  readonly fn: () => Promise<void>;
}

/** What a call of conformance() registers; the real runner is put back. */
function registered(
  subject: Subject<Row>,
  options?: Parameters<typeof conformance>[1],
): Definition {
  const definitions: Definition[] = [];
  withRunner({ test: (definition: Definition) => definitions.push(definition) }, () => {
    conformance(subject, options);
  });
  assertEquals(definitions.length, 1);
  return definitions[0]!;
}

function withRunner(runner: unknown, use: () => void): void {
  const real = Object.getOwnPropertyDescriptor(globalThis, "Deno")!;
  Object.defineProperty(globalThis, "Deno", { ...real, value: runner });
  try {
    use();
  } finally {
    Object.defineProperty(globalThis, "Deno", real);
  }
}

Deno.test("conformance() registers one test with the sanitizers on and a timeout", async () => {
  const { fn, ...definition } = registered(rowsSubject(), {
    seed: 1,
    timeLimit: 2000,
    callLimit: 100,
    permissions: "none",
  });
  assertEquals(definition, {
    name: "rows conforms",
    timeout: 4400,
    sanitizeOps: true,
    sanitizeResources: true,
    permissions: "none",
  });
  await fn();
});

Deno.test("conformance() fails its test with the report of a sink that does not conform", async () => {
  const { fn } = registered(lossy, { seed: 1 });
  const error = await assertRejects(fn, ConformanceError, "✗ MUST write.stored");
  assert(error instanceof ConformanceError && !error.report.conforms);
});

Deno.test("conformance() saves what it found, and runs it first from then on", async () => {
  const path = await Deno.makeTempDir();
  try {
    const options = {
      seed: 1,
      runs: 0,
      regressions: pathToFileURL(`${path}/`),
      module: "../it.ts",
    };
    await assertRejects(registered(lossy, options).fn, ConformanceError);
    const { json } = JSON.parse(await Deno.readTextFile(`${path}/write.stored.json`));
    assertEquals([json.rule, json.module], ["write.stored", "../it.ts"]);
    await assertRejects(registered(lossy, options).fn, ConformanceError, "regression:0");
    await registered(rowsSubject(), options).fn();
  } finally {
    await Deno.remove(path, { recursive: true });
  }
});

Deno.test("conformance() refuses options at once, not when its test runs", () => {
  withRunner({ test() {} }, () => {
    assertThrows(() => conformance(rowsSubject(), { runs: -1 }), RangeError, "runs must be");
  });
});

Deno.test("conformance() names the way out where there is no Deno.test", () => {
  for (const runner of [undefined, {}]) {
    withRunner(runner, () => {
      assertThrows(
        () => conformance(rowsSubject()),
        TypeError,
        "Cannot register a test as Deno.test must be there: it is not; use assertConformance",
      );
    });
  }
});
