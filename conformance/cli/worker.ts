import { format } from "node:util";
import type { MessagePort } from "node:worker_threads";
import { portOf } from "../../src/bridge/launch_thread.ts";
import { trapExits } from "../execute/exits.ts";
import type { Progress } from "../options.ts";
import { checkModule } from "./check_module.ts";
import type { CheckTask, SubjectResult } from "./check_task.ts";
import { clearLine } from "./progress_line.ts";
import { CodeWhereabouts } from "./whereabouts.ts";

/** What the worker is to do. */
export interface Assignment {
  readonly task: CheckTask;
  /** The first of the subjects of the module. */
  readonly from: number;
  /** Where to say what comes of it; what is said there in return ends the check early. */
  readonly port: MessagePort;
  /** Where to note what runs. */
  readonly memory: SharedArrayBuffer;
  /** Whether the check is ended before it began. */
  readonly interrupted: boolean;
}

/** What the worker tells. */
export type WorkerMessage =
  | { readonly kind: "subject"; readonly number: number; readonly name: string }
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "ended"; readonly result: SubjectResult }
  | { readonly kind: "done" };

/** The module that the worker of the command line starts with: this one. */
export const workerModule: string = import.meta.url;

portOf(workerModule)?.once("message", async (assignment: Assignment) => {
  const { task, from, port, memory, interrupted } = assignment;
  // A port that came before the author's code, and is held nowhere else: whatever that code posts is not heard.
  const tell: (message: WorkerMessage) => void = port.postMessage.bind(port);
  const interruption = new AbortController();
  port.once("message", () => interruption.abort());
  if (interrupted) interruption.abort();
  const whereabouts = new CodeWhereabouts(memory);
  // A beat from the event loop: it stops when something never gives the loop back.
  const beat = setInterval(() => whereabouts.beat(), 50);
  // The thread of a check in `deno test` has it: a sink may rely on it.
  if (!("self" in globalThis)) Object.assign(globalThis, { self: globalThis });
  const exits = trapExits();
  // The report alone is on standard output: what a sink prints cannot be taken for one.
  const print = printerBeside(task.look.progress);
  Object.assign(console, { log: print, info: print, debug: print, error: print, warn: print });
  const results = checkModule(task, {
    from,
    watch: whereabouts,
    signal: interruption.signal,
    importing: (begun) => begun ? whereabouts.enter("import") : whereabouts.enter("subject"),
    begins: (number, name) => tell({ kind: "subject", number, name }),
    progress: (progress) => tell({ kind: "progress", progress }),
  });
  for await (const result of results) {
    tell({ kind: "ended", result });
    whereabouts.enter("subject");
  }
  tell({ kind: "done" });
  exits.restore();
  clearInterval(beat);
});

/** What prints to standard error, in a line of its own where another one says how far the check is. */
function printerBeside(progress: boolean): (...values: unknown[]) => void {
  const { error } = console;
  return progress ? (...values) => error(clearLine + format(...values)) : error;
}
