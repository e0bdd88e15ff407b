/**
 * What the author of a streaming storage sink implements.
 *
 * An {@linkcode IntoSink} is the node a flow ends in; for every worker it builds one {@linkcode SinkPartition}.
 * Whether a sink keeps the promises made there is told by `@watertight/sinks/conformance`.
 *
 * @module
 */
export * from "./src/protocol/mod.ts";
export * from "./src/flow/mod.ts";
