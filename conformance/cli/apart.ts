/**
 * Checks one module in a process of its own, and tells the process that started this one what comes of it: there is
 * no other way to let a module do less than the command line may. Threads of Deno have the permissions of their
 * process, and its web workers, which may have their own, cannot be ended while they loop.
 *
 * @module
 */
import process from "node:process";
import { systemClock } from "../../src/bridge/clock.ts";
import type { Progress } from "../options.ts";
import type { CheckTask, SubjectResult } from "./check_task.ts";
import { supervise } from "./supervise.ts";

/** What the process tells. */
export type ApartMessage =
  | { readonly kind: "result"; readonly result: SubjectResult }
  | { readonly kind: "progress"; readonly subject: string; readonly progress: Progress }
  | { readonly kind: "done" };

/** The program of such a process: this module. */
export const apartModule: string = import.meta.url;

async function checkApart(task: CheckTask): Promise<void> {
  const interruption = new AbortController();
  process.once("message", () => interruption.abort());
  // Ctrl-C reaches all processes of a terminal: whoever started this one says what it means.
  process.on("SIGINT", () => {});
  process.once("disconnect", () => process.exit(1));
  await supervise(task, systemClock, {
    result: (result) => void tell({ kind: "result", result }),
    progress: (subject, progress) => void tell({ kind: "progress", subject, progress }),
  }, interruption.signal);
  await tell({ kind: "done" });
  process.exit(0);
}

function tell(message: ApartMessage): Promise<void> {
  return new Promise((resolve) => process.send?.(message, undefined, undefined, () => resolve()));
}

if (import.meta.main) {
  process.once("message", (task) => void checkApart(task as CheckTask));
}
