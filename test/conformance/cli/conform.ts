import { fileURLToPath } from "node:url";
import { colourless } from "../../colourless.ts";

const pathOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** The program of the command line. */
export const program: string = pathOf("../../../conformance/cli/main.ts");

/** The path of one of the modules that the tests check. */
export function moduleOf(name: string): string {
  return pathOf(`../subjects/${name}.ts`);
}

/** What a process printed, and its code. */
export interface Printed {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Starts the command line as a process. */
export function start(
  args: readonly string[],
  options: Deno.CommandOptions = {},
): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", program, ...args],
    stdout: "piped",
    stderr: "piped",
    ...colourless(),
    ...options,
  }).spawn();
}

/** What a process printed until its end. */
export async function printedBy(child: Deno.ChildProcess): Promise<Printed> {
  const { code, stdout, stderr } = await child.output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, out: out!, err: err! };
}

/** Runs the command line to its end. */
export async function conform(...args: readonly string[]): Promise<Printed> {
  return await printedBy(start(args));
}

/** The lines of a text as one: where it is wrapped says nothing. */
export function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}

/** A folder that is there as long as it is used. */
export async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
