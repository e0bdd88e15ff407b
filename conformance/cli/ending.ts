import { describeThrown, describeValue, thrownText } from "../describe.ts";
import { isSinkMember } from "../subject/watch.ts";
import { visible, visibleLine } from "../visible.ts";
import type { CommandResult } from "./command.ts";
import type { Whereabout } from "./whereabouts.ts";

/** What put an end to a worker before it was done, and where it was. */
export type ThreadEnding =
  & {
    /** What ran, if anything of the author's. */
    readonly place: Whereabout | undefined;
    /** What ran last. */
    readonly last: Whereabout | undefined;
  }
  & (
    | { readonly kind: "endless"; readonly ms: number }
    | { readonly kind: "exited"; readonly code: number }
    | { readonly kind: "failed"; readonly error: unknown }
  );

/** What was being checked then. */
export interface CheckedSubject {
  /** As the command line names it. */
  readonly module: string;
  /** None while the module is imported. */
  readonly subject: string | undefined;
  /** The history that ran last, if any. */
  readonly path: string | undefined;
  /** The command line. */
  readonly command: string;
}

/** Whether the sink is to blame: the subject is for what its own members do. */
export function isOfSink(place: Whereabout | undefined): boolean {
  return place !== undefined && place !== "import" && isSinkMember(place);
}

/** What to print of a check that was ended from outside: a violation of the sink, or no verdict. */
export function endingOf(ending: ThreadEnding, checked: CheckedSubject): CommandResult {
  const { code, text } = resultOf(ending, checked);
  return { code, text: visible(text) };
}

function resultOf(ending: ThreadEnding, checked: CheckedSubject): CommandResult {
  const { place } = ending;
  const name = checked.subject === undefined
    ? checked.module
    : `subject ${describeValue(checked.subject)}`;
  const what = didOf(ending, name);
  // What runs while nothing of the author's was called may be of the sink or of the subject: nobody is blamed.
  if (!isOfSink(place) || ending.kind === "failed") {
    return { code: 2, text: `Cannot check ${name} as its check must come to an end: ${what}` };
  }
  const [rule, statement, hint] = ending.kind === "endless" ? endless : ended;
  const where = checked.path === undefined ? "" : `; its path is ${checked.path}`;
  return {
    code: 1,
    text:
      `${
        visibleLine(checked.subject ?? "")
      } does not conform: ${what}, so the check was ended.\n\n` +
      `✗ MUST ${rule}: ${statement}\n` +
      `  history   the last of: conform ${checked.command}${where}\n` +
      `  look at   ${hint}\n`,
  };
}

const endless = [
  "calls.settle",
  "Every call returns or settles within the call limit.",
  "an endless loop, or work without an await that takes as long",
] as const;

const ended = [
  "calls.no-stray-errors",
  "No error escapes but through a call, and nothing ends the process.",
  "an exit of the process: throw an error in its place",
] as const;

function didOf(ending: ThreadEnding, name: string): string {
  const { place, last } = ending;
  const member = place === undefined ? undefined : memberText(place, name);
  const after = last === undefined ? "" : `, after ${memberText(last, name)}`;
  if (ending.kind === "endless") {
    const within = `within ${ending.ms.toLocaleString("en")} ms`;
    return member === undefined
      ? `something that it left running did not yield ${within}${after}`
      : `${member} did not return ${within}`;
  }
  const done = ending.kind === "exited"
    ? `ended the process with code ${ending.code}`
    : `ended the process with ${thrownText(describeThrown(ending.error))}`;
  return member === undefined
    ? `something that it left running ${done}${after}`
    : `${member} ${done}`;
}

/** `open() of subject "rows"`. */
function memberText(place: Whereabout, name: string): string {
  if (place === "import") return `the import of ${name}`;
  if (place === "subject") return `a member of ${name}`;
  if (place === "fixture") return `a member of the fixture of ${name}`;
  if (place === "node") return `a member of the sink of ${name}`;
  if (place === "events" || place === "invalidEvents") return `drawing the ${place} of ${name}`;
  if (place === "dispose") return `disposing the fixture of ${name}`;
  return `${place === "faults" ? "faults.set" : place}() of ${name}`;
}
