/** A server of a test: started on a free loopback port, stopped by its process id, its data in a folder of its own. */
import { once } from "node:events";
import { createServer, type Server as NodeServer } from "node:net";
import { join } from "node:path";
import { prepared } from "./install.ts";
import type { Place, ServerKind } from "./kinds.ts";

/** How long a server may take to be ready, in milliseconds. */
const startLimit = 60_000;

/** One server, which can be stopped and started again where it was, with the data it had. */
export class Server implements AsyncDisposable {
  readonly #kind: ServerKind;
  readonly #program: string;
  readonly #place: Place;
  #process: Deno.ChildProcess | undefined;

  private constructor(kind: ServerKind, program: string, place: Place) {
    this.#kind = kind;
    this.#program = program;
    this.#place = place;
  }

  /** Starts a server, which is ready then. @throws {Error} when it cannot be installed or does not get ready. */
  static async start(kind: ServerKind): Promise<Server> {
    const { program, jars } = await prepared(kind);
    const folder = await Deno.makeTempDir({ prefix: `${kind.name}-` });
    const [port = 0, ...others] = await freePorts(4);
    const server = new Server(kind, program, { folder, port, others, jars });
    try {
      await server.#setUp();
      await server.start();
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
    return server;
  }

  /** Where it is. */
  get url(): string {
    return this.#kind.url(this.#place.port);
  }

  /** Its port on 127.0.0.1. */
  get port(): number {
    return this.#place.port;
  }

  /** Starts it again after a {@linkcode stop}. */
  async start(): Promise<void> {
    const args = this.#kind.start(this.#place);
    this.#process = new Deno.Command(this.#program, {
      args: [...args],
      ...this.#user(),
      cwd: this.#place.folder,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    await ready(this.#kind, this.#process);
  }

  /** Stops it as an operator does, and waits until it is gone. */
  async stop(signal: Deno.Signal = this.#kind.stop ?? "SIGTERM"): Promise<void> {
    const process = this.#process;
    this.#process = undefined;
    if (!process) return;
    try {
      process.kill(signal);
      if (signal === "SIGKILL") return void await process.status;
      const late = setTimeout(() => process.kill("SIGKILL"), 20_000);
      await process.status;
      clearTimeout(late);
    } catch (error) {
      // It had ended by itself.
      if (!(error instanceof TypeError)) throw error;
    }
  }

  /** Makes it take no further step, as a machine that hangs does, until it is {@linkcode resume}d. */
  pause(): void {
    this.#process?.kill("SIGSTOP");
  }

  /** Ends a {@linkcode pause}. */
  resume(): void {
    this.#process?.kill("SIGCONT");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await Deno.remove(this.#place.folder, { recursive: true });
  }

  async #setUp(): Promise<void> {
    const { folder } = this.#place;
    const { uid, gid } = this.#user();
    if (uid !== undefined) await Deno.chown(folder, uid, gid ?? null);
    const setup = this.#kind.setup?.({ ...this.#place, program: this.#program });
    if (!setup) return;
    const [program = "", ...args] = setup;
    const { success, stderr } = await new Deno.Command(program, {
      args,
      ...this.#user(),
      cwd: folder,
      stdout: "null",
      stderr: "piped",
    }).output();
    if (success) return;
    const text = new TextDecoder().decode(stderr);
    throw new Error(`Cannot start ${this.#kind.name} as its data must be set up: ${text}`);
  }

  /** The user it runs as: some refuse to be root. */
  #user(): { uid?: number; gid?: number } {
    const { user } = this.#kind;
    return user !== undefined && Deno.uid() === 0 ? idsOf(user) : {};
  }
}

/** Waits until a server says that it takes connections, and goes on reading what it says. */
async function ready({ name, ready }: ServerKind, process: Deno.ChildProcess): Promise<void> {
  const lines: string[] = [];
  const said = Promise.withResolvers<void>();
  const listen = async (stream: ReadableStream<Uint8Array>) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      lines.push(text);
      if (ready.test(lines.slice(-2).join(""))) said.resolve();
      lines.splice(0, lines.length - 20);
    }
  };
  const listening = Promise.all([listen(process.stdout), listen(process.stderr)]);
  const ended = listening.then(() => process.status).then(({ code, signal }) => {
    throw new Error(
      `Cannot start ${name} as it must get ready: it ended with ${signal ?? code}\n${
        lines.join("")
      }`,
    );
  });
  ended.catch(() => {}); // Later it is no news: it was stopped.
  let late: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    late = setTimeout(
      () =>
        reject(new Error(`Cannot start ${name} as it must get ready in time\n${lines.join("")}`)),
      startLimit,
    );
  });
  await Promise.race([said.promise, ended, tooLate]).finally(() => clearTimeout(late));
}

/** Below these are none that a client is given: else one might have the port of a server that is stopped for a while. */
const [leastPort, mostPort] = [15_000, 32_000];

/** Ports that nobody listens on: they are held all at once, so that none is given twice. */
async function freePorts(count: number): Promise<number[]> {
  const held = new Map<number, NodeServer>();
  while (held.size < count) {
    const port = leastPort + Math.floor(Math.random() * (mostPort - leastPort));
    const server = createServer().listen(port, "127.0.0.1");
    const free = await once(server, "listening").then(() => true, () => false);
    if (free) held.set(port, server);
  }
  await Promise.all(
    held.values().map((server) => new Promise<void>((done) => server.close(() => done()))),
  );
  return [...held.keys()];
}

function idsOf(user: string): { uid: number; gid: number } {
  const line = Deno.readTextFileSync(join("/etc", "passwd")).split("\n").find((it) =>
    it.startsWith(`${user}:`)
  );
  if (line === undefined) throw new Error(`Cannot run as ${user} as there must be such a user`);
  const [, , uid, gid] = line.split(":");
  return { uid: Number(uid), gid: Number(gid) };
}
