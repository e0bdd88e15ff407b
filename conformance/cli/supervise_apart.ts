import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Clock } from "../../src/bridge/clock.ts";
import { type ApartMessage, apartModule } from "./apart.ts";
import type { CheckListener, CheckTask } from "./check_task.ts";

/**
 * Checks one module in a process of its own, which has the permissions that its task names and no others.
 *
 * @param listener receives each result as soon as it is there.
 * @param interrupted ends the check early, with a report of what is known by then.
 */
export async function superviseApart(
  task: CheckTask,
  _clock: Clock,
  listener: CheckListener,
  interrupted?: AbortSignal,
): Promise<void> {
  const child = startApart(task.line.permissions ?? []);
  const exited = once(child, "exit");
  let done = false;
  child.on("message", (message: ApartMessage) => {
    if (message.kind === "result") listener.result(message.result);
    if (message.kind === "progress") listener.progress(message.subject, message.progress);
    if (message.kind === "done") done = true;
  });
  // One that has just ended can be told nothing any more.
  const interrupt = () => void (child.connected && child.send("interrupt"));
  interrupted?.addEventListener("abort", interrupt);
  child.send(task);
  const [code, signal] = await exited;
  interrupted?.removeEventListener("abort", interrupt);
  if (done) return;
  const subject = task.module ?? task.line.replay ?? "the module";
  const message = `Cannot check ${subject} as its process must run to its end: it ended with ${
    code ?? signal
  }`;
  listener.result({ kind: "unchecked", unchecked: { subject, message } });
}

/** The process: what it prints goes where this one prints errors, the report alone being on standard output. */
function startApart(permissions: readonly string[]): ChildProcess {
  const program = apartModule.startsWith("file:") ? fileURLToPath(apartModule) : apartModule;
  const allowed = permissions.map((name) => `--allow-${name}`);
  return spawn(process.execPath, ["run", "--no-prompt", "--quiet", ...allowed, program], {
    stdio: ["ignore", process.stderr, process.stderr, "ipc"],
  });
}
