import { type CommandResult, perform } from "./command.ts";

/** What the worker of the command line tells: that it lives, where it is, and what came of it. */
export type WorkerMessage =
  | { readonly kind: "alive" }
  | { readonly kind: "history"; readonly path: string }
  | { readonly kind: "ended"; readonly outcome: CommandResult };

interface Scope {
  onmessage: ((event: MessageEvent<readonly string[]>) => void) | null;
  postMessage(message: WorkerMessage): void;
}

const scope = globalThis as unknown as Scope;

scope.onmessage = async ({ data }) => {
  // A beat from the event loop: it stops when a call never gives the loop back.
  const beat = setInterval(() => scope.postMessage({ kind: "alive" }), 100);
  const outcome = await perform(data, (path) => scope.postMessage({ kind: "history", path }));
  clearInterval(beat);
  scope.postMessage({ kind: "ended", outcome });
};
