/** The contract of a sink as types, and its structural check. @module */
export type { AsyncBridge } from "./async_bridge.ts";
export type { IntoSink, PayloadType } from "./into_sink.ts";
export { explainIntoSink, isIntoSink } from "./is_into_sink.ts";
export { payload } from "./payload.ts";
export type { MaybePromise, SinkPartition } from "./sink_partition.ts";
export type {
  StandardSchemaIssue,
  StandardSchemaProps,
  StandardSchemaResult,
  StandardSchemaV1,
} from "./standard_schema.ts";
export type {
  BridgeTask,
  Call,
  CallFault,
  Contents,
  Given,
  NodeObservation,
  Outcome,
  Stored,
  ThrownValue,
  Trace,
  TraceGuarantees,
} from "./trace.ts";
