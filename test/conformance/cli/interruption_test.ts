/** Ctrl-C, in a process of its own. */
import { assert, assertEquals, assertStringIncludes } from "../../assert.ts";
import { inFolder, moduleOf, printedBy, start } from "./conform.ts";

const ignore = Deno.build.os === "windows";

/** A subject of many histories, whose fixtures leave a file each that is there while they are open. */
const counted = `
import { subject as sound } from ${JSON.stringify(moduleOf("sound"))};
let number = 0;
export const subject = {
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
        const child = start([module, moduleOf("sound"), ...long, ...more]);
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
        assert(!out.includes("rows conforms"), "another module was begun");
        assertEquals(opened().filter((name) => name.startsWith("open-")), []);
      });
    },
  });
}

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
