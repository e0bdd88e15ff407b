import type * as fc from "fast-check";
import { HistoryArbitrary } from "../../../conformance/history/arbitrary.ts";
import { type Shape, usualLimits } from "../../../conformance/history/shape.ts";
import type { History } from "../../../conformance/history/history.ts";

/** The shape of a subject that supplies everything. */
export const fullShape: Shape = {
  maxWorkers: 8,
  usualLimits,
  namedLimits: [],
  pool: 2048,
  rivals: [[0, 5], [1, 6, 7], [2, 9, 11, 13]],
  faults: ["reject", "reject-after-apply", "hang"],
  invalidEvents: true,
  invalidConfigs: 2,
  stringConfig: true,
  counted: true,
  pauses: [2, 6],
  within: 10,
};

/** The shape of a subject that supplies nothing but events. */
export const bareShape: Shape = {
  maxWorkers: 8,
  usualLimits,
  namedLimits: [],
  pool: 2048,
  rivals: [],
  faults: [],
  counted: false,
  invalidEvents: false,
  invalidConfigs: 0,
  stringConfig: false,
  pauses: [],
};

/** Any history, as the suite draws them. */
export const histories: fc.Arbitrary<History> = new HistoryArbitrary(fullShape);
