import { fileURLToPath } from "node:url";
import { assert, assertEquals, assertStringIncludes } from "../assert.ts";
import { colourless } from "../colourless.ts";

/** Tests modules of one sink, where no variable tells of a server but these. */
async function testModules(env: Readonly<Record<string, string>>, folder: string) {
  const { clearEnv, env: all } = colourless();
  const others = Object.entries(all).filter(([name]) => !name.startsWith("WATERTIGHT_"));
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "test/services/modules.ts", folder],
    cwd: fileURLToPath(new URL("../../", import.meta.url)),
    clearEnv,
    env: { ...Object.fromEntries(others), ...env },
  }).output();
  const text = new TextDecoder();
  return { code, output: text.decode(stdout) + text.decode(stderr) };
}

Deno.test("modules are not tested where no server was started", async () => {
  const { code, output } = await testModules({}, "examples/into_redis_stream");
  assertEquals(code, 1);
  assertStringIncludes(output, "Cannot test as the servers must be started");
});

for (const folder of ["examples/into_redis_stream", "test/seeds/into_redis_stream_test.ts"]) {
  Deno.test(`${folder} fails where its own server is missing, though all its tests are skipped`, async () => {
    const { code, output } = await testModules({ WATERTIGHT_SERVICES: "started" }, folder);
    assertEquals(code, 1);
    assertStringIncludes(output, "is not tested as it needs a server: WATERTIGHT_REDIS_URL");
  });
}

Deno.test("a folder without a module that was left out is no success", async () => {
  const { code, output } = await testModules({ WATERTIGHT_SERVICES: "started" }, "test/flow");
  assertEquals(code, 1);
  assert(!output.includes("running"));
});
