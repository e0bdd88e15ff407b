/**
 * What shows as nothing, as something else or not where it stands: control, bidirectional and invisible characters,
 * and halves of characters.
 */
const unseen =
  // deno-lint-ignore no-control-regex -- they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\p{Cs}]/gu;

/** What continuous integration takes for a command, wherever it stands in a line. */
const marks = /#(?=#(?:\[|vso\[|teamcity\[))/g;

/** The same where it begins a line. */
const beginnings = /^([ \t]*):(?=:)/gm;

/**
 * A text as it can be printed: nothing in it hides, turns a line around, moves the cursor or is taken for a
 * command by who reads the log (`::error::`, `##[error]`, `##vso[…]`, `##teamcity[…]`). Its lines stay lines.
 */
export function visible(text: string): string {
  return text.replaceAll(unseen, escape).replaceAll(marks, escape)
    .replaceAll(beginnings, (_, indent) => `${indent}${escape(":")}`);
}

/** The same on one line. */
export function visibleLine(text: string): string {
  return visible(text.replaceAll(/\r?\n/g, "\\n"));
}

/** A JSON text with the same written as escapes: they can only stand in its strings. */
export function visibleJson(json: string): string {
  return json.replaceAll(unseen, jsonEscape).replaceAll(marks, jsonEscape);
}

function escape(character: string): string {
  return `\\u{${character.charCodeAt(0).toString(16)}}`;
}

function jsonEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
