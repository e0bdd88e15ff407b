import { MessageChannel } from "node:worker_threads";
import type { Clock } from "../../src/bridge/clock.ts";
import { launchThread } from "../../src/bridge/launch_thread.ts";
import { limitsOf } from "./check_line.ts";
import type { CheckListener, CheckTask } from "./check_task.ts";
import { isOfSink, resultOfEnding, type ThreadEnding } from "./ending.ts";
import { lineInModule } from "./line_of_subject.ts";
import { watchOver } from "./watch_over.ts";
import { CodeWhereabouts } from "./whereabouts.ts";
import { type Assignment, type WorkerMessage, workerModule } from "./worker.ts";

/** So many times the call limit without a sign of life, and a call is taken for an endless loop. */
const patience = 5;

/** Milliseconds that the thread may be busy at least where none of the author's code was called: it is the kit's. */
const unnamed = 2000;

/** Where a worker is, as far as it told. */
export interface LastHeard {
  subject?: { readonly number: number; readonly name: string; readonly since: number } | undefined;
  path?: string | undefined;
  histories: number;
}

/**
 * Checks one module in workers: what never yields, which nothing within its own thread can interrupt, and what
 * ends its thread, is ended and reported too, and the subjects behind it get a worker of their own.
 *
 * @param listener receives each result as soon as it is there.
 * @param interrupted ends the check early, with a report of what is known by then.
 */
export async function supervise(
  task: CheckTask,
  clock: Clock,
  listener: CheckListener,
  interrupted?: AbortSignal,
): Promise<void> {
  // Once it is interrupted too: what was not begun is told by name.
  for (let from = 0;;) {
    const heard: LastHeard = { histories: 0 };
    const ending = await runWorker(task, from, heard, clock, listener, interrupted);
    if (ending === undefined) return;
    const { subject, path, histories } = heard;
    listener.result(resultOfEnding(ending, {
      task,
      subject: subject?.name,
      path,
      histories,
      line: task.module === undefined || subject === undefined
        ? undefined
        : await lineInModule(task.module, subject.name),
      elapsedMs: subject === undefined ? 0 : clock.now() - subject.since,
    }));
    if (subject === undefined) return;
    from = subject.number + 1;
  }
}

/** Runs one worker until it is done, or must be ended: then it says what ended it. */
async function runWorker(
  task: CheckTask,
  from: number,
  heard: LastHeard,
  clock: Clock,
  listener: CheckListener,
  interrupted: AbortSignal | undefined,
): Promise<ThreadEnding | undefined> {
  const whereabouts = new CodeWhereabouts();
  const { port1: port, port2 } = new MessageChannel();
  const worker = launchThread(workerModule, "conform", {
    // What takes more ends its own thread, and not the process.
    resourceLimits: { maxOldGenerationSizeMb: 2048 },
  });
  const { promise, resolve } = Promise.withResolvers<ThreadEnding | undefined>();
  port.on("message", (message: WorkerMessage) => {
    noteMessage(message, heard, clock.now());
    if (message.kind === "progress") {
      listener.progress(heard.subject?.name ?? "", message.progress);
    }
    if (message.kind === "ended") listener.result(message.result);
    if (message.kind === "done") resolve(undefined);
  });
  const where = () => ({ place: whereabouts.place, last: whereabouts.last });
  // What the worker told before it ended comes first.
  const end = (ending: ThreadEnding) => void clock.turn().then(() => resolve(ending));
  worker.on("error", (error) => end({ kind: "failed", ...where(), error }));
  worker.on("exit", (code) => end({ kind: "exited", ...where(), code }));
  const { call, hook } = limitsOf(task.line.flags);
  const stopWatching = watchOver(whereabouts, clock, {
    limitOf: (place) => {
      if (place === undefined) return Math.max(hook, patience * call, unnamed);
      return isOfSink(place) ? patience * call : hook;
    },
    expire: (ms) => resolve({ kind: "endless", ...where(), ms }),
  });
  const interrupt = () => port.postMessage("interrupt");
  interrupted?.addEventListener("abort", interrupt);
  worker.postMessage(
    {
      ...{ task, from, port: port2, memory: whereabouts.memory },
      interrupted: interrupted?.aborted ?? false,
    } satisfies Assignment,
    [port2],
  );
  try {
    return await promise;
  } finally {
    interrupted?.removeEventListener("abort", interrupt);
    stopWatching();
    await worker.terminate();
    port.close();
  }
}

/** Keeps what a worker told of where it is. */
export function noteMessage(message: WorkerMessage, heard: LastHeard, now: number): void {
  if (message.kind === "subject") {
    heard.subject = { number: message.number, name: message.name, since: now };
    [heard.path, heard.histories] = [undefined, 0];
  }
  if (message.kind !== "progress") return;
  const { progress } = message;
  if (progress.phase === "search") {
    [heard.path, heard.histories] = [progress.path, progress.histories];
  } // What runs now is none of the search: the last history of that is not to blame.
  else heard.path = undefined;
}
