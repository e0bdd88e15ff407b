import type { Regression } from "@watertight/sinks/conformance";
import { formatRegression, parseRegression } from "../../../conformance/regressions/regression.ts";
import {
  loadRegressions,
  saveRegressions,
} from "../../../conformance/regressions/regression_files.ts";
import { pathToFileURL } from "node:url";
import { assertEquals, assertRejects, assertThrows } from "../../assert.ts";
import { full } from "../report/reports.ts";

const regression: Regression = {
  rule: "write.faithful",
  because: "event 0 is stored as another value",
  history: { workers: 1, steps: [{ do: "write", worker: 0, events: [0, 1, 2, 3, 4, 5] }] },
  events: [1n, -0, undefined, new Date(0), new Map([["a", new Set([1])]]), { a: undefined }],
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

Deno.test("parseRegression() refuses what is no regression", () => {
  assertThrows(
    () => parseRegression("{"),
    TypeError,
    "Cannot read the regression as it must be JSON",
  );
  for (const text of ["{}", '{"json": {"rule": "write.once"}}', '{"json": null}']) {
    assertThrows(
      () => parseRegression(text),
      TypeError,
      "Cannot read the regression as it must have a rule, a history with steps, and events",
    );
  }
});

Deno.test("saveRegressions() writes one file a violated rule, which loadRegressions() reads", async () => {
  await inFolder(async (folder) => {
    const inner = new URL("regressions/", folder);
    await saveRegressions(inner, full, "../subject.ts");
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
    await saveRegressions(folder, full, "../subject.ts");
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
