import { assertEquals } from "../../assert.ts";
import { folder, goldens } from "./golden.ts";

for (const [name, text] of goldens()) {
  Deno.test(`the golden file ${name} is what is written; deno task golden writes it`, async () => {
    assertEquals(await Deno.readTextFile(new URL(name, folder)), text);
  });
}

Deno.test("every golden file is one of the gallery", () => {
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
  assertEquals(names.filter((name) => !goldens().has(name)), []);
});

Deno.test("reports are the same whatever the environment says of colours", async () => {
  const script = `import { goldens } from ${JSON.stringify(import.meta.resolve("./golden.ts"))};` +
    "console.log(JSON.stringify([...goldens()]));";
  for (const env of [{ NO_COLOR: "1" }, { FORCE_COLOR: "3", COLUMNS: "40" }]) {
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["eval", "--no-check", script],
      cwd: new URL("../../../", import.meta.url),
      env,
    }).output();
    assertEquals(JSON.parse(new TextDecoder().decode(stdout)), [...goldens()]);
  }
});
