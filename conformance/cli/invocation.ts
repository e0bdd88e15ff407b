import { existsSync } from "node:fs";
import process from "node:process";
import { pathFromHere, shellWord } from "./look.ts";

/** What started the command line: the module of the program, from where, and under which runtime. */
export interface Invocation {
  /** The URL of the program. */
  readonly main: string;
  readonly runtime: "deno" | "node" | "bun";
  /** Whether the folder it was started in is the checkout that the program belongs to. */
  readonly isCheckout: boolean;
}

/** How this process was started. */
export function invocationOf(main: string): Invocation {
  const runtime = "Deno" in globalThis ? "deno" : process.versions["bun"] ? "bun" : "node";
  return { main, runtime, isCheckout: isCheckout(main) };
}

/** Whether the program is that of the folder it was started in, with its tasks. */
function isCheckout(main: string): boolean {
  return main.startsWith("file:") && existsSync("deno.json") &&
    pathFromHere(new URL(main)) === "conformance/cli/main.ts";
}

/** What starts the command line again, to be pasted before its arguments. */
export function commandOf({ main, runtime, isCheckout }: Invocation): string {
  if (runtime === "bun") return "bunx @watertight/sinks";
  if (runtime === "node") return "npx @watertight/sinks";
  if (isCheckout) return "deno task conform";
  // From JSR: its URLs say package and version.
  const [, published] = main.match(/^https:.*\/(@watertight\/sinks\/[^/]+)\/conformance\/cli\//) ??
    [];
  if (published) return `deno run -A jsr:${published.replace(/\/(?=[^/]+$)/, "@")}/cli`;
  if (main.includes("/node_modules/")) return "deno run -A npm:@watertight/sinks";
  const specifier = main.startsWith("file:") ? pathFromHere(new URL(main)) : main;
  return `deno run -A ${shellWord(specifier)}`;
}
