/** What modules may do, in processes of their own. */
import { assertEquals, assertMatch, assertStringIncludes } from "../../assert.ts";
import { conform, inFolder, inOneLine, moduleOf } from "./conform.ts";

const writer = `
import { subject as sound } from ${JSON.stringify(moduleOf("sound"))};
const open = () => {
  Deno.writeTextFileSync(new URL("written", import.meta.url), "");
  return sound.open();
};
export const subjects = [{ ...sound, name: "a writer", open }, sound];
`;

Deno.test("a module does only what --permissions lets it do, and the others are checked", async () => {
  await inFolder(async (folder) => {
    const module = `${folder}/writer.ts`;
    await Deno.writeTextFile(module, writer);
    const args = [module, moduleOf("lossy"), "--seed=1", "--runs=5", "--call-limit=300"];
    const refused = await conform(...args, "--permissions=read");
    assertEquals(refused.code, 2);
    assertStringIncludes(inOneLine(refused.err), "NotCapable: Requires write access");
    assertEquals(refused.out.match(/^rows (conforms|does not conform)/gm), [
      "rows conforms",
      "rows does not conform",
    ]);
    assertStringIncludes(refused.out, "--permissions=read");
    const granted = await conform(...args, "--permissions=read,write", "--subject=a writer");
    assertStringIncludes(granted.out, "a writer conforms");
  });
});

Deno.test("a loop that never yields is ended in a process of its own, too", async () => {
  await inFolder(async (folder) => {
    const module = `${folder}/endless.ts`;
    await Deno.writeTextFile(
      module,
      `import { subject as sound } from ${JSON.stringify(moduleOf("sound"))};
       let builds = 0;
       const open = () => {
         const { sink, ...fixture } = sound.open();
         const buildPartition = (...its) => {
           while (++builds > 20);
           return sink.buildPartition(...its);
         };
         return { ...fixture, sink: { ...sink, buildPartition } };
       };
       export const subject = { ...sound, open };`,
    );
    const limited = [module, "--seed=1", "--call-limit=100", "--permissions=read"];
    const { code, out } = await conform(...limited, "--reporter=text", "--reporter=github");
    assertEquals(code, 1);
    assertStringIncludes(out, "MUST calls.settle");
    assertMatch(
      out,
      /\n {2}replay {4}.*endless\.ts --seed=1 --path=\d+ --rule=calls\.settle/,
    );
    assertMatch(
      out,
      /^::error file=.*endless\.ts,line=11,title=rows%3A calls\.settle is violated::/m,
    );
  });
});

Deno.test("a module that has its process killed is told, and the others get their reports", async () => {
  await inFolder(async (folder) => {
    const module = `${folder}/killed.ts`;
    await Deno.writeTextFile(
      module,
      'new Deno.Command("sh", { args: ["-c", `kill -9 ${Deno.pid}`] }).outputSync();',
    );
    const { code, out, err } = await conform(
      ...[module, moduleOf("sound"), "--seed=1", "--runs=5", "--permissions=read,run"],
    );
    assertEquals(code, 2);
    assertStringIncludes(inOneLine(err), "as its process must run to its end: it ended with ");
    assertStringIncludes(out, "rows conforms");
  });
});
