import { context, ProxyTracerProvider, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { Attributes, Span, Tracer } from "@opentelemetry/api";
import type { MessageMeta } from "../flow/mod.ts";
import { isError } from "../protocol/is_error.ts";
import { thrownAsText } from "./thrown.ts";

/** A write about to be made, as its span tells it. */
export interface SpannedWrite {
  readonly flow: string;
  readonly sink: string;
  readonly worker: number;
  readonly size: number;
  readonly meta: MessageMeta | undefined;
}

/** An open span around one write. */
export interface WriteSpan {
  /** Makes the call with the span active, so that spans of the sink become its children. */
  within<T>(call: () => T): T;
  /** Ends the span; an error marks it failed. */
  end(thrown?: { readonly error: unknown }): void;
}

/** Opens WRITE spans; `undefined` when nobody exports any, so that a run without telemetry pays nothing. */
export function writeSpans(): ((write: SpannedWrite) => WriteSpan) | undefined {
  const tracer = quietly(findTracer);
  return tracer && ((write) => spanOf(tracer, write));
}

function findTracer(): Tracer | undefined {
  const provider = trace.getTracerProvider();
  const name = "@watertight/sinks";
  return provider instanceof ProxyTracerProvider
    ? provider.getDelegateTracer(name)
    : provider.getTracer(name);
}

/** A span whose telemetry may fail at any point without harm to the write. */
function spanOf(tracer: Tracer, write: SpannedWrite): WriteSpan {
  const span = quietly(() =>
    tracer.startSpan(`${write.flow}:${write.sink}`, {
      kind: SpanKind.PRODUCER,
      attributes: attributesOf(write),
    })
  );
  const active = quietly(() => span && trace.setSpan(context.active(), span));
  return {
    within: (call) => active === undefined ? call() : context.with(active, call),
    end(thrown) {
      if (thrown !== undefined) quietly(() => markFailed(span, thrown.error));
      quietly(() => span?.end());
    },
  };
}

function markFailed(span: Span | undefined, error: unknown): void {
  const message = thrownAsText(error);
  span?.setStatus({ code: SpanStatusCode.ERROR, message });
  span?.recordException(isError(error) ? error : message);
}

function quietly<T>(telemetry: () => T): T | undefined {
  try {
    return telemetry();
  } catch {
    return undefined;
  }
}

function attributesOf({ flow, sink, worker, size, meta }: SpannedWrite): Attributes {
  const correlationId = meta?.correlationId ?? meta?.messageId;
  return {
    scope: "WRITE",
    flow,
    sink,
    batch_size: size,
    trace_id: meta?.traceId ?? crypto.randomUUID().replaceAll("-", ""),
    ...(correlationId !== undefined && { correlation_id: correlationId }),
    worker_index: worker,
  };
}
