import { failingSinks } from "./failing.ts";
import { fileSinks } from "./files.ts";
import { lentSinks } from "./lent.ts";
import { moreSinks } from "./more.ts";
import { plainSinks } from "./plain.ts";
import { shapedSinks } from "./shapes.ts";
import type { Sound } from "./sound.ts";
import { storedSinks } from "./stored.ts";
import { valueSinks } from "./values.ts";
import { waitingSinks } from "./waiting.ts";

/** Sinks that keep every promise: whatever the suite holds against one of them is a defect of the suite. */
export const zoo: readonly Sound[] = [
  ...plainSinks,
  ...waitingSinks,
  ...failingSinks,
  ...lentSinks,
  ...shapedSinks,
  ...storedSinks,
  ...moreSinks,
  ...valueSinks,
  ...fileSinks,
];
