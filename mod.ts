/**
 * What the author of a streaming storage sink implements, and the reference runtime that drives it.
 *
 * An {@linkcode IntoSink} is the node a flow ends in; for every worker it builds one {@linkcode SinkPartition}.
 * {@linkcode intoSink} makes one of a stream or a function.
 * {@linkcode compile} checks a {@linkcode Flow} against its configuration, {@linkcode run} runs it. Whether a sink keeps
 * its promises is told by `@watertight/sinks/conformance`.
 *
 * @module
 */
export * from "./src/protocol/mod.ts";
export * from "./src/flow/mod.ts";
export * from "./src/runtime/mod.ts";
