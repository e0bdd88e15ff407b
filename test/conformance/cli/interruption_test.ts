/** Ctrl-C, in a process of its own. */
import * as v from "valibot";
import { systemClock } from "../../../src/bridge/clock.ts";
import { readCommandLine } from "../../../conformance/cli/command_line.ts";
import type { SubjectResult } from "../../../conformance/cli/check_task.ts";
import { supervise } from "../../../conformance/cli/supervise.ts";
import { reportDocument } from "../../../conformance/report/json_schema.ts";
import { assert, assertEquals, assertStringIncludes } from "../../assert.ts";
import { inFolder, inOneLine, moduleOf, printedBy, start } from "./conform.ts";
import { plainLook } from "./perform.ts";

const ignore = Deno.build.os === "windows";

/** A subject of many histories, whose fixtures leave a file each that is there while they are open. */
const counted = `
import { subject as sound } from ${JSON.stringify(moduleOf("sound"))};
let number = 0;
const counted = {
  ...sound,
  name: "counted",
  open() {
    const file = new URL("open-" + number++, import.meta.url);
    Deno.writeTextFileSync(file, "");
    const fixture = sound.open();
    const buildPartition = async (...args) => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      return fixture.sink.buildPartition(...args);
    };
    return {
      ...fixture,
      sink: { ...fixture.sink, buildPartition },
      [Symbol.dispose]: () => Deno.removeSync(file),
    };
  },
};
export const subjects = [counted, { ...sound, name: "behind" }];
`;

const long = ["--runs=100000", "--time-limit=600000", "--seed=1"];

/** Waits until something is so. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}

for (const more of [[], ["--permissions=read,write"]]) {
  const where = more.length === 0 ? "" : ", in a process of its own";
  Deno.test({
    name: `Ctrl-C ends a check with a report of what is known, and every fixture disposed${where}`,
    ignore,
    async fn() {
      await inFolder(async (folder) => {
        const module = `${folder}/counted.ts`;
        await Deno.writeTextFile(module, counted);
        const json = `${folder}/report.json`;
        const child = start([
          ...[module, moduleOf("sound"), ...long, ...more],
          ...["--reporter=text", "--reporter=json", `--out=${json}`],
        ]);
        const printed = printedBy(child);
        const opened = () => [...Deno.readDirSync(folder)].map(({ name }) => name);
        // Some hundred histories on the plain rules are judged.
        await until(() => opened().some((name) => Number(name.slice("open-".length)) > 300));
        child.kill("SIGINT");
        const { code, out, err } = await printed;
        assertEquals(code, 130);
        assertStringIncludes(out, "counted conforms");
        assertStringIncludes(out, "The search was ended early by an interruption");
        assertStringIncludes(err, "Interrupted: what is known follows");
        assert(!/(rows|behind) conforms/.test(out), "another check was begun");
        for (const name of ["behind", moduleOf("sound")]) {
          assertStringIncludes(
            inOneLine(err),
            `Cannot give a verdict on ${name} as its check must`,
          );
        }
        const { reports } = v.parse(reportDocument, JSON.parse(await Deno.readTextFile(json)));
        assertEquals(reports.map((it) => ["error" in it, it.subject]), [
          [false, "counted"],
          [true, "behind"],
          [true, moduleOf("sound")],
        ]);
        assertEquals(opened().filter((name) => name.startsWith("open-")), []);
      });
    },
  });
}

Deno.test("a module that is interrupted before it is begun has its subjects told by name", async () => {
  await inFolder(async (folder) => {
    const module = `${folder}/counted.ts`;
    await Deno.writeTextFile(module, counted);
    const read = readCommandLine([module]);
    assert(read.command === "check");
    const results: SubjectResult[] = [];
    const task = { line: read.line, module, look: plainLook, baseline: undefined };
    const listener = { result: (it: SubjectResult) => void results.push(it), progress() {} };
    await supervise(task, systemClock, listener, AbortSignal.abort());
    assertEquals(results.map((it) => it.kind === "unchecked" && it.unchecked.subject), [
      "counted",
      "behind",
    ]);
  });
});

/** A subject whose fixture never opens: its check hears nothing. */
const deaf = `
import { subject as sound } from ${JSON.stringify(moduleOf("sound"))};
export const subject = {
  ...sound,
  open() {
    Deno.writeTextFileSync(new URL("begun", import.meta.url), "");
    for (;;);
  },
};
`;

Deno.test({
  name: "a second Ctrl-C ends at once what does not hear the first",
  ignore,
  async fn() {
    await inFolder(async (folder) => {
      const module = `${folder}/deaf.ts`;
      await Deno.writeTextFile(module, deaf);
      const child = start([module, "--hook-limit=600000"], { stderr: "piped" });
      await until(() => [...Deno.readDirSync(folder)].some(({ name }) => name === "begun"));
      const decoder = new TextDecoder();
      const errors = child.stderr.getReader();
      child.kill("SIGINT");
      let told = "";
      while (!told.includes("once more ends at once")) {
        told += decoder.decode((await errors.read()).value, { stream: true });
      }
      child.kill("SIGINT");
      assertEquals((await child.status).code, 130);
      await errors.cancel();
      await child.stdout.cancel();
    });
  },
});
