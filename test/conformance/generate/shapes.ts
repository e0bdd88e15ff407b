import type * as fc from "fast-check";
import { HistoryArbitrary } from "../../../conformance/generate/history_arbitrary.ts";
import { type Shape, usualThresholds } from "../../../conformance/generate/shape.ts";
import type { History } from "../../../conformance/history.ts";

/** The shape of a subject that supplies everything. */
export const fullShape: Shape = {
  maxWorkers: 8,
  thresholds: usualThresholds,
  pool: 2048,
  faults: ["reject", "reject-after-apply", "hang"],
  invalidEvents: true,
  invalidConfigs: 2,
  stringConfig: true,
};

/** The shape of a subject that supplies nothing but events. */
export const bareShape: Shape = {
  ...fullShape,
  faults: [],
  invalidEvents: false,
  invalidConfigs: 0,
  stringConfig: false,
};

/** Any history, as the suite draws them. */
export const histories: fc.Arbitrary<History> = new HistoryArbitrary(fullShape);
