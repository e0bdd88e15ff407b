import { assert } from "../assert.ts";

// deno-lint-ignore no-explicit-any -- the constructor of any error
type ErrorClass = abstract new (...args: any[]) => Error;

/** An action, what it requires, and what there is: `Cannot check as runs must be a whole number: it is -1`. */
const grammar = /^Cannot [^\n]+? as [\s\S]+? (must|needs)\b[\s\S]+?: \S/;

/** What engines and careless templates say. */
const raw =
  /\b(?:is|has|returned) \[object \w+\]|Cannot read propert|is not a function$|Cannot convert/;

/** An error must be of a documented class, and name the action, the requirement and the actual value. */
export function requireClear(error: unknown, ...classes: readonly ErrorClass[]): void {
  assert(classes.some((it) => error instanceof it), `an undocumented error: ${shown(error)}`);
  requireClearText((error as Error).message);
}

/** The same for an error of which there is only the message. */
export function requireClearText(message: string): void {
  assert(grammar.test(message), `a message without action, requirement or value: ${message}`);
  // What an author's own code threw is quoted as it is.
  assert(!raw.test(message.replace(/\bthrew [\s\S]*/, "")), `a raw message: ${message}`);
}

function shown(error: unknown): string {
  return error instanceof Error ? error.stack ?? error.message : typeof error;
}
