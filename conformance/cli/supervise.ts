import { MessageChannel } from "node:worker_threads";
import type { Clock } from "../../src/bridge/clock.ts";
import { launchThread } from "../../src/bridge/launch_thread.ts";
import { type CommandLine, type CommandResult, limitsOf } from "./command.ts";
import { endingOf, isOfSink, type ThreadEnding } from "./ending.ts";
import { watchOver } from "./watch_over.ts";
import { CodeWhereabouts } from "./whereabouts.ts";
import { type Assignment, type WorkerMessage, workerModule } from "./worker.ts";

/** So many times the call limit without a sign of life, and a call is taken for an endless loop. */
const patience = 5;

/** Milliseconds that the thread may be busy at least where none of the author's code was called: it is the kit's. */
const unnamed = 2000;

/** Where a worker is, as far as it told. */
interface LastHeard {
  subject?: { readonly number: number; readonly name: string } | undefined;
  path?: string | undefined;
}

/**
 * Checks one module in workers: what never yields, which nothing within its own thread can interrupt, and what
 * ends its thread, is ended and reported too, and the subjects behind it get a worker of their own.
 *
 * @param print receives each result as soon as it is there, and whether it is a report.
 */
export async function supervise(
  args: readonly string[],
  line: CommandLine,
  module: number,
  clock: Clock,
  print: (result: CommandResult, isReport: boolean) => void,
): Promise<void> {
  for (let from = 0;;) {
    const progress: LastHeard = {};
    const ending = await runWorker(
      args,
      line,
      { module, from },
      progress,
      clock,
      (result) => print(result, true),
    );
    if (ending === undefined) return;
    const { subject, path } = progress;
    print(
      endingOf(ending, {
        module: line.modules[module] ?? "the module",
        subject: subject?.name,
        path,
        command: args.join(" "),
      }),
      false,
    );
    if (subject === undefined) return;
    from = subject.number + 1;
  }
}

/** Runs one worker until it is done, or must be ended: then it says what ended it. */
async function runWorker(
  args: readonly string[],
  { values }: CommandLine,
  start: Pick<Assignment, "module" | "from">,
  progress: LastHeard,
  clock: Clock,
  print: (result: CommandResult) => void,
): Promise<ThreadEnding | undefined> {
  const whereabouts = new CodeWhereabouts();
  const { port1: port, port2 } = new MessageChannel();
  const worker = launchThread(workerModule, "conform", {
    // What takes more ends its own thread, and not the process.
    resourceLimits: { maxOldGenerationSizeMb: 2048 },
  });
  const { promise, resolve } = Promise.withResolvers<ThreadEnding | undefined>();
  port.on("message", (message: WorkerMessage) => {
    if (message.kind === "subject") [progress.subject, progress.path] = [message, undefined];
    if (message.kind === "progress" && message.progress.phase === "search") {
      progress.path = message.progress.path;
    }
    if (message.kind === "ended") print(message.result);
    if (message.kind === "done") resolve(undefined);
  });
  const where = () => ({ place: whereabouts.place, last: whereabouts.last });
  // What the worker told before it ended comes first.
  const end = (ending: ThreadEnding) => void clock.turn().then(() => resolve(ending));
  worker.on("error", (error) => end({ kind: "failed", ...where(), error }));
  worker.on("exit", (code) => end({ kind: "exited", ...where(), code }));
  const { call, hook } = limitsOf(values);
  const stopWatching = watchOver(whereabouts, clock, {
    limitOf: (place) => {
      if (place === undefined) return Math.max(hook, patience * call, unnamed);
      return isOfSink(place) ? patience * call : hook;
    },
    expire: (ms) => resolve({ kind: "endless", ...where(), ms }),
  });
  worker.postMessage(
    { ...start, args, port: port2, memory: whereabouts.memory } satisfies Assignment,
    [port2],
  );
  try {
    return await promise;
  } finally {
    stopWatching();
    await worker.terminate();
    port.close();
  }
}
