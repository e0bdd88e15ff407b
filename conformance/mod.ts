/**
 * Tells the author of a sink whether it leaks: a conformance suite to import into one's own tests.
 *
 * @module
 */
export { assertConformance, ConformanceError } from "./assert.ts";
export { checkConformance } from "./check/check.ts";
export { FixtureError } from "./fixture_error.ts";
export type {
  BuildStep,
  CloseStep,
  GivenForm,
  History,
  OnPartition,
  RestartStep,
  Step,
  WriteStep,
} from "./history.ts";
export { type Circumstance, circumstances } from "./judge/circumstances.ts";
export { type Blame, type Controls, type Evidence, evidenceOf } from "./judge/evidence.ts";
export type { Symptom, SymptomKind } from "./judge/symptoms.ts";
export type { Hook } from "./fixture_error.ts";
export {
  type FaultInjection,
  injectFaults,
  injectSessionFaults,
  type SessionFaultInjection,
} from "./inject_faults.ts";
export type { CheckOptions } from "./options.ts";
export type { Counterexample, Replay, Report, Verdict } from "./report.ts";
export type {
  Fault,
  FaultOptions,
  FaultSwitch,
  Fixture,
  Guarantees,
  InvalidConfig,
  Subject,
} from "./subject.ts";
export { rules } from "./rules/mod.ts";
export type { Finding, Judge, Need, Rule } from "./rule.ts";
export { conformance, type ConformanceOptions } from "./register.ts";
export type { Regression } from "./regression.ts";
export { renderHtml } from "./report/html.ts";
export { renderJson } from "./report/json.ts";
export { renderText, type TextOptions } from "./report/text.ts";
