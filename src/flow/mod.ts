/** Flows, their configuration and their compiler: flow + config → plan. @module */
export { broadcast } from "./broadcast.ts";
export { flow, type Path, type Source, type TypedBranch } from "./builder.ts";
export { CompilationError, type Problem } from "./compilation_error.ts";
export { compile, type CompileOptions } from "./compile.ts";
export { Config, type KeyPath, type Position } from "./config/config.ts";
export { ConfigError } from "./config/config_error.ts";
export { loadConfig, type LoadConfigOptions } from "./config/load_config.ts";
export type { RuntimeSettings } from "./config/runtime_settings.ts";
export type { Branch, Broadcast, Flow, FlowNode, Route, Router } from "./flow.ts";
export { Message, type MessageMeta } from "./message.ts";
export type {
  Plan,
  PlannedEnd,
  PlannedPath,
  PlannedRoute,
  PlannedRouter,
  PlannedSink,
} from "./plan.ts";
export { type KeyRoutes, type PredicateRoutes, router } from "./router.ts";
export { intoSink } from "./streams/into_sink.ts";
export type {
  BatchWriter,
  ByteOptions,
  Bytes,
  CommonOptions,
  EventOptions,
  IntoSinkOptions,
  NodeWritable,
  Open,
  Pipeline,
  TargetOfEvents,
  WriteBatch,
} from "./streams/into_sink_options.ts";
export { filter, flatMap, map, type Step } from "./step.ts";
