import { closest, distance } from "fastest-levenshtein";

/** `; did you mean close.flushes?` where one of the known names is near to what was given; else nothing. */
export function didYouMean(given: string, known: readonly string[]): string {
  if (known.length === 0) return "";
  const nearest = closest(given, known);
  // Two letters in five may be wrong: then a shorter name is as likely meant as none.
  return distance(given, nearest) <= Math.ceil(nearest.length * 0.4)
    ? `; did you mean ${nearest}?`
    : "";
}
