/** The contract of a sink as types, and its structural check. @module */
export type { AsyncBridge } from "./async_bridge.ts";
export type { StandardSchemaV1 } from "@standard-schema/spec";
export type { IntoSink, PayloadType } from "./into_sink.ts";
export { explainIntoSink, isIntoSink } from "./is_into_sink.ts";
export type { MaybePromise, SinkPartition } from "./sink_partition.ts";
