import { portOf } from "../../src/bridge/launch_thread.ts";
import { type CommandResult, perform } from "./command.ts";

/** What the worker of the command line tells: that it lives, where it is, and what came of it. */
export type WorkerMessage =
  | { readonly kind: "alive" }
  | { readonly kind: "history"; readonly path: string }
  | { readonly kind: "ended"; readonly outcome: CommandResult };

/** The module that the worker of the command line starts with: this one. */
export const workerModule: string = import.meta.url;

const port = portOf(workerModule);
const tell = (message: WorkerMessage) => port?.postMessage(message);

port?.on("message", async (args: readonly string[]) => {
  // A beat from the event loop: it stops when a call never gives the loop back.
  const beat = setInterval(() => tell({ kind: "alive" }), 100);
  const outcome = await perform(args, (path) => tell({ kind: "history", path }));
  clearInterval(beat);
  tell({ kind: "ended", outcome });
});
