import type { ThrownValue } from "../../src/protocol/mod.ts";

/** The name of the error that code gets which tries to end the process while it is watched. */
export const exitName = "ExitError";

/** What its message begins with. */
export const exitProblem = "Cannot end the process as a check must run to its end";

/** Whether something thrown tells of an attempt to end the process. */
export function isExit({ name, message }: ThrownValue): boolean {
  return name === exitName && message.startsWith(exitProblem);
}
