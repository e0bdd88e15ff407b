import {
  checkConformance,
  type Regression,
  renderText,
  type Subject,
} from "@watertight/sinks/conformance";
import * as fc from "fast-check";
import {
  formatRegression,
  parseRegression,
  regressionOf,
} from "../../../conformance/regressions/regression.ts";
import {
  loadRegressions,
  saveRegressions,
} from "../../../conformance/regressions/regression_files.ts";
import { pathToFileURL } from "node:url";
import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "../../assert.ts";
import { full } from "../report/reports.ts";
import { rowsSubject } from "../rows.ts";
import { Secret } from "../../secret.ts";

const regression: Regression = {
  rule: "write.faithful",
  because: "event 0 is stored as another value",
  history: { workers: 1, steps: [{ do: "write", worker: 0, events: [0, 1, 2, 3, 4, 5] }] },
  events: [1n, -0, undefined, new Date(0), new Map([["a", new Set([1])]]), { a: undefined }]
    .map((value) => ({ value })),
};

async function inFolder(use: (folder: URL) => Promise<void>): Promise<void> {
  const path = await Deno.makeTempDir();
  try {
    await use(pathToFileURL(`${path}/`));
  } finally {
    await Deno.remove(path, { recursive: true });
  }
}

Deno.test("a regression is read as it was written, whatever its events are", () => {
  assertEquals(parseRegression(formatRegression(regression)), regression);
});

/** Damages of a saved file, and what is said of each. */
const damages: Record<string, [(saved: Record<string, unknown>) => unknown, RegExp]> = {
  "no rule": [({ rule: _, ...rest }) => rest, /rule must be that of a saved one/],
  "an unknown rule": [(it) => ({ ...it, rule: "write.all" }), /rule must be/],
  "no history": [({ history: _, ...rest }) => rest, /history must be/],
  "a billion workers": [(it) => ({ ...it, history: { workers: 1e9, steps: [] } }), /workers must/],
  "a million workers in all": [
    (it) => ({
      ...it,
      history: { workers: 1, steps: Array(1000).fill({ do: "restart", workers: 1000 }) },
    }),
    /history must be .*Expected at most 10000 in all runs/,
  ],
  "half a worker": [(it) => ({ ...it, history: { workers: 1.5, steps: [] } }), /workers must/],
  "an unknown step": [
    (it) => ({ ...it, history: { workers: 1, steps: [{ do: "wait" }] } }),
    /history\.steps\.0\.do must be/,
  ],
  "a pause of an hour": [
    (it) => ({ ...it, history: { workers: 1, steps: [{ do: "pause", ms: 3_600_000 }] } }),
    /history\.steps\.0\.ms must be/,
  ],
  "pauses of hours in all": [
    (it) => ({
      ...it,
      history: { workers: 1, steps: Array(100).fill({ do: "pause", ms: 120_000 }) },
    }),
    /history\.steps must be .*Invalid pauses/,
  ],
  "a seed that no check has": [
    (it) => ({ ...it, events: [{ seed: 2 ** 40, path: "1", text: "" }] }),
    /events\.0/,
  ],
  "an event that is not there": [
    (it) => ({ ...it, history: { workers: 1, steps: [{ do: "write", worker: 0, events: [99] }] } }),
    /Invalid place/,
  ],
  "a member more": [(it) => ({ ...it, seed: 1 }), /seed must be/],
  "a list": [() => [], /rule must be/],
  "null": [() => null, /it must be/],
};

for (const [name, [damage, message]] of Object.entries(damages)) {
  Deno.test(`parseRegression() refuses a file with ${name}, and says where it is wrong`, () => {
    const text = JSON.stringify({ json: damage({ ...regression, events: [{ value: 1 }] }) });
    const error = assertThrows(
      () => parseRegression(text),
      TypeError,
      "Cannot read the regression",
    );
    assert(message.test(error.message), error.message);
  });
}

Deno.test("parseRegression() says of JSON that was not saved so that it was not", () => {
  assertThrows(
    () => parseRegression('{"json": "a", "meta": {"values": ["bigint"]}}'),
    TypeError,
    "Cannot read the regression as it must be as it was saved: reading it threw SyntaxError",
  );
});

Deno.test("parseRegression() reads a regression or says that it is none, whatever the text", () => {
  const saved = formatRegression(regression);
  const cut = fc.tuple(fc.nat(saved.length), fc.nat(20), fc.string()).map(([at, length, text]) =>
    saved.slice(0, at) + text + saved.slice(at + length)
  );
  const texts = fc.oneof(fc.string(), fc.json(), fc.json().map((it) => `{"json":${it}}`), cut);
  fc.assert(
    fc.property(texts, (text) => {
      try {
        parseRegression(text);
      } catch (error) {
        assert(error instanceof TypeError, String(error));
        assert(error.message.startsWith("Cannot read the regression as"), error.message);
      }
    }),
    { numRuns: 1000 },
  );
});

/** A sink of amounts that keeps all of them, or of each batch all but the last. */
function amounts(
  mended: boolean,
  events: fc.Arbitrary<Secret<bigint>> = fc.bigInt().map((cents) => new Secret(cents)),
): Subject<Secret<bigint>> {
  return {
    name: "amounts",
    events,
    open() {
      const rows: Secret<bigint>[] = [];
      const build = () => {
        let closed = false;
        return {
          writeBatch(items: readonly Secret<bigint>[]) {
            if (closed) throw new Error("closed");
            rows.push(...mended ? items : items.slice(0, -1));
          },
          close: () => void (closed = true),
        };
      };
      const payload = Object as unknown as abstract new () => Secret<bigint>;
      const sink = { payload, name: "amounts", routerBranchSafe: true, buildPartition: build };
      return { sink, config: {}, read: () => rows.slice() };
    },
  };
}

Deno.test("a regression of class events is red until the sink is mended, and green then", async () => {
  await inFolder(async (folder) => {
    const broken = amounts(false);
    const report = await checkConformance(broken, { seed: 1 });
    const where = { subject: broken, module: "../subject.ts" };
    assertEquals(await saveRegressions(folder, report, where), []);
    const regressions = await loadRegressions(folder);
    assertEquals(regressions.map(({ rule }) => rule), ["write.stored"]);
    const replay = { seed: 5, path: "regression:0", regressions };
    const again = await checkConformance(amounts(false), replay);
    assertEquals([again.conforms, again.warnings], [false, undefined]);
    const mended = await checkConformance(amounts(true), replay);
    assertEquals([mended.conforms, mended.warnings], [true, undefined]);
  });
});

Deno.test("a regression whose events are not drawn any more is told, and nothing is blamed", async () => {
  const [saved] = await savedOf(amounts(false));
  const others = amounts(true, fc.bigInt({ min: 1n }).map((cents) => new Secret(-cents)));
  const report = await checkConformance(others, { seed: 5, runs: 0, regressions: [saved!] });
  assert(report.conforms, renderText(report));
  assert(
    /^Cannot run the regression of write\.stored as event 0 must be drawn as it was/.test(
      report.warnings![0]!,
    ),
    report.warnings![0],
  );
});

Deno.test("a regression whose event no check could have drawn is told, and not waited for", async () => {
  const history = { workers: 1, steps: [{ do: "write", worker: 0, events: [0] }] } as const;
  for (const path of ["event:99999999", "99999999"]) {
    const events = [{ seed: 1, path, text: "" }];
    const saved: Regression = { rule: "write.stored", because: "", history, events };
    const options = { seed: 5, runs: 0, regressions: [saved] };
    const { warnings } = await checkConformance(amounts(true), options);
    assertStringIncludes(warnings![0]!, "nothing is drawn now");
  }
});

async function savedOf(subject: Subject<Secret<bigint>>): Promise<readonly Regression[]> {
  const { verdicts } = await checkConformance(subject, { seed: 1 });
  return verdicts.flatMap(({ rule, outcome, counterexample }) =>
    outcome === "violated" ? [regressionOf(rule, counterexample!)] : []
  );
}

Deno.test("what can neither be held in a file nor drawn again is not saved, and told", async () => {
  await inFolder(async (folder) => {
    let next = 0n;
    const events = fc.constant(0).map(() => new Secret(next++));
    const subject = {
      ...amounts(false, events),
      copy: ({ value }: Secret<bigint>) => new Secret(value),
    };
    const report = await checkConformance(subject, { seed: 1 });
    const [problem] = await saveRegressions(folder, report, { subject, module: "" });
    assertStringIncludes(problem!, "the history that violated write.stored is not saved");
    assertEquals([...Deno.readDirSync(folder)], []);
  });
});

Deno.test("a folder that cannot be written is told, and hides no verdict", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(new URL("file", folder), "");
    const where = { subject: rowsSubject(), module: "" };
    const [problem] = await saveRegressions(new URL("file/regressions/", folder), full, where);
    assertStringIncludes(problem!, "the history that violated write.stored is not saved: Error: ");
  });
});

Deno.test("parseRegression() refuses what is no JSON", () => {
  assertThrows(
    () => parseRegression("{"),
    TypeError,
    "Cannot read the regression as it must be JSON",
  );
});

Deno.test("saveRegressions() writes one file a violated rule, which loadRegressions() reads", async () => {
  await inFolder(async (folder) => {
    const inner = new URL("regressions/", folder);
    await saveRegressions(inner, full, { subject: rowsSubject(), module: "../subject.ts" });
    assertEquals([...Deno.readDirSync(inner)].map(({ name }) => name), ["write.stored.json"]);
    const [saved] = await loadRegressions(inner);
    assertEquals([saved!.rule, saved!.module], ["write.stored", "../subject.ts"]);
    assertEquals(saved!.history, { workers: 2, steps: [] });
  });
});

Deno.test("saveRegressions() keeps a file that is there", async () => {
  await inFolder(async (folder) => {
    const file = new URL("write.stored.json", folder);
    await Deno.writeTextFile(file, formatRegression(regression));
    await saveRegressions(folder, full, { subject: rowsSubject(), module: "../subject.ts" });
    assertEquals(await Deno.readTextFile(file), formatRegression(regression));
  });
});

Deno.test("loadRegressions() finds none in a folder that is not there", async () => {
  await inFolder(async (folder) => {
    assertEquals(await loadRegressions(new URL("none/", folder)), []);
  });
});

Deno.test("loadRegressions() names the file that is no regression", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(new URL("a.json", folder), "[]");
    await assertRejects(() => loadRegressions(folder), TypeError, "a.json: Cannot read");
  });
});
