import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { assert, assertEquals, assertRejects, assertThrows } from "../assert.ts";
import { kindOf, kinds } from "./kinds.ts";
import { Server } from "./server.ts";

/** Without servers on the machine there is nothing to start: `deno task test:services` brings them. */
const ignore = Deno.env.get("WATERTIGHT_SERVICES") === undefined;

for (const kind of kinds) {
  Deno.test({
    name: `${kind.name} can be stopped, started where it was, and leaves nothing behind`,
    ignore,
    async fn() {
      const server = await Server.start(kind);
      try {
        assert(await answers(server.port));
        await server.stop();
        assert(!await answers(server.port));
        await server.start();
        assert(await answers(server.port));
      } finally {
        await server[Symbol.asyncDispose]();
      }
      assert(!await answers(server.port));
    },
  });
}

Deno.test({
  name: "a server that cannot start says what it said",
  ignore,
  async fn() {
    const kind = { ...kindOf("redis"), start: () => ["--port", "none"] };
    await assertRejects(
      () => Server.start(kind),
      Error,
      "Cannot start redis as it must get ready: it ended with 1",
    );
  },
});

Deno.test("a server that nobody knows is refused", () => {
  assertThrows(() => kindOf("oracle"), RangeError, "Cannot start oracle as servers must be among");
});

Deno.test({
  name: "SIGTERM ends the command and then every server",
  ignore,
  async fn() {
    const main = fileURLToPath(new URL("./main.ts", import.meta.url));
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--allow-all", main, "redis", "--", "sleep", "600"],
      stderr: "piped",
    }).spawn();
    const said = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
    let port: string | undefined;
    for (let text = ""; port === undefined; port = /127\.0\.0\.1:(\d+)/.exec(text)?.[1]) {
      const { value, done } = await said.read();
      assert(!done, text);
      text += value;
    }
    child.kill("SIGTERM");
    await said.cancel();
    assertEquals((await child.status).success, false);
    assert(!await answers(Number(port)));
  },
});

/** Whether somebody listens on a port. */
async function answers(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  return await new Promise<boolean>((resolve) => {
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
  }).finally(() => socket.destroy());
}
