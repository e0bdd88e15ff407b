import type { Simpler } from "./others.ts";

/**
 * A path to a history, and to simpler values in the places of some of its events: `3:1@12:2:0` is the history at 3:1
 * with the value at step 0 after step 2 from the event at place 12.
 */
export function readPath(
  path: string,
): { readonly history: string; readonly simpler: readonly Simpler[] } {
  const [history = "", ...others] = path.split("@");
  const simpler = others.map((other) => {
    const [place = NaN, ...steps] = other.split(":").map(Number);
    return { place, steps };
  });
  return { history, simpler };
}

/** The path with such values added. */
export function pathWith(path: string, simpler: readonly Simpler[]): string {
  return path + simpler.map((it) => `@${stepsText(it)}`).join("");
}

/** The place and the steps of a simpler value, as a path has them. */
export function stepsText({ place, steps }: Simpler): string {
  return [place, ...steps].join(":");
}
