/**
 * Starts servers, tells a command where they are, and stops them once it has ended, also after Ctrl-C:
 *
 *     deno run --allow-all test/services/main.ts [NAME…] -- COMMAND…
 *
 * Without names all of them. The exit code is that of the command, and 2 when a server cannot be started.
 */
import { parseArgs } from "node:util";
import { kindOf, kinds } from "./kinds.ts";
import { Server } from "./server.ts";

/** What stands before and after the two dashes. */
function readArguments(args: readonly string[]): { names: string[]; command: string[] } {
  const { tokens } = parseArgs({ args: [...args], allowPositionals: true, tokens: true });
  const end = tokens.find(({ kind }) => kind === "option-terminator")?.index ?? args.length;
  const [names, command] = [args.slice(0, end), args.slice(end + 1)];
  if (command.length > 0) return { names, command };
  throw new TypeError("Cannot start servers as a command must follow --: there is none");
}

async function startAll(names: readonly string[]): Promise<AsyncDisposable & { env: Servers }> {
  const wanted = names.length > 0 ? names.map(kindOf) : kinds;
  const env: Record<string, string> = { WATERTIGHT_SERVICES: "started" };
  const started = new AsyncDisposableStack();
  try {
    // One after the other: the package manager takes no two at once, and two cores are soon busy.
    for (const kind of wanted) {
      const server = started.use(await Server.start(kind));
      env[kind.variable] = server.url;
      console.error(`${kind.name} is ready: ${kind.variable}=${server.url}`);
    }
  } catch (error) {
    await started.disposeAsync();
    throw error;
  }
  return { env, [Symbol.asyncDispose]: () => started.disposeAsync() };
}

/** The variables that tell where the servers are, and that there are any. */
type Servers = Readonly<Record<string, string>>;

/** Runs a command to its end; by then the signal that ends this program has been sent on to it. */
async function codeOf([program = "", ...args]: readonly string[], env: Servers): Promise<number> {
  const child = new Deno.Command(program, { args, env: { ...env } }).spawn();
  const end = () => child.kill("SIGTERM");
  Deno.addSignalListener("SIGTERM", end);
  const { code } = await child.status;
  Deno.removeSignalListener("SIGTERM", end);
  return code;
}

async function main(): Promise<number> {
  const { names, command } = readArguments(Deno.args);
  let ended = false;
  // Noted alone: a terminal sends Ctrl-C to the command, too, and then the servers are stopped in order.
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => void (ended = true));
  }
  await using servers = await startAll(names);
  return ended ? 130 : await codeOf(command, servers.env);
}

Deno.exit(
  await main().catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    return 2;
  }),
);
