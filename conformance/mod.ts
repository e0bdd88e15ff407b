/**
 * Tells the author of a sink whether it leaks: a conformance suite to import into one's own tests.
 *
 * @module
 */
export { assertConformance, ConformanceError } from "./runners/assert.ts";
export { checkConformance } from "./search/check.ts";
export { FixtureError } from "./subject/fixture_error.ts";
export type {
  BuildStep,
  CallStep,
  CloseStep,
  GivenForm,
  History,
  HistoryStep,
  OnPartition,
  PauseStep,
  RestartStep,
  WriteStep,
} from "./history/history.ts";
export { type Factor, factors } from "./judge/factors.ts";
export { type Attribution, attribution, type Unclaimed } from "./judge/attribution.ts";
export { type Cause, causes } from "./judge/causes.ts";
export { type Evidence, evidenceOf } from "./judge/evidence.ts";
export { type Anomaly, type AnomalyKind, anomalyKinds } from "./judge/anomalies.ts";
export { type RuleId, ruleIds } from "./rule_id.ts";
export type { Drawn, EventSource } from "./subject/event_source.ts";
export type { Hook } from "./subject/fixture_error.ts";
export type { SinkMember, Watch } from "./subject/watch.ts";
export {
  type FaultInjection,
  injectFaults,
  injectSessionFaults,
  type SessionFaultInjection,
} from "./fixtures/inject_faults.ts";
export { type Namespace, type Pooled, pooled } from "./fixtures/pooled.ts";
export { type TcpFaults, tcpFaults, type TcpFaultsOptions } from "./fixtures/tcp_faults.ts";
export { type TemporaryFolder, temporaryFolder } from "./fixtures/temporary_folder.ts";
export { NoVerdictError } from "./search/no_verdict_error.ts";
export type { CheckOptions, Progress } from "./options.ts";
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
export { type Sometimes, sometimes } from "./subject/sometimes.ts";
export { payload } from "../src/protocol/mod.ts";
export { rules } from "./rules/mod.ts";
export type { Finding, Judge, Need, Rule } from "./rule.ts";
export { conformance, type ConformanceOptions } from "./runners/register.ts";
export type { TestFunction } from "./runners/test_runner.ts";
export type { Regression, SavedEvent } from "./regressions/regression.ts";
export type { RenderOptions } from "./report/format.ts";
export { renderHtml } from "./report/html.ts";
export { renderJson } from "./report/json.ts";
export { renderText, type TextOptions } from "./report/text.ts";
