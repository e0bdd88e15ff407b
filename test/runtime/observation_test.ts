import { type Attributes, type Span, SpanStatusCode, trace } from "@opentelemetry/api";
import type { TracerProvider } from "@opentelemetry/api";
import { filter, map, Message, router } from "@watertight/sinks";
import { assert, assertEquals, assertStringIncludes } from "../assert.ts";
import { colourless } from "../colourless.ts";
import { record, scripted } from "./support.ts";

interface Recorded {
  readonly name: string;
  readonly attributes: Attributes;
  status?: SpanStatusCode;
  ended: boolean;
}

/** Gathers the spans started while a test runs, then leaves the global provider as it was. */
async function spansOf(run: () => Promise<unknown>): Promise<readonly Recorded[]> {
  const spans: Recorded[] = [];
  const startSpan = (name: string, options: { attributes: Attributes }) => {
    const span: Recorded = { name, attributes: options.attributes, ended: false };
    spans.push(span);
    return {
      setStatus: ({ code }: { code: SpanStatusCode }) => void (span.status = code),
      recordException: () => {},
      end: () => void (span.ended = true),
    } as unknown as Span;
  };
  trace.setGlobalTracerProvider({ getTracer: () => ({ startSpan }) } as unknown as TracerProvider);
  try {
    await run();
  } finally {
    trace.disable();
  }
  return spans;
}

Deno.test("a write has a span named by flow and sink, with the attributes of its first message", async () => {
  const source = [1, 2, 3].map((n) =>
    new Message(n, { messageId: `m${n}`, traceId: `t${n}`, ...(n === 1 && { correlationId: "c" }) })
  );
  const spans = await spansOf(() => record(source, [scripted("a")], { batchSize: 2 }));
  const common = { scope: "WRITE", flow: "test", sink: "a", worker_index: 0 };
  assertEquals(spans, [
    {
      name: "test:a",
      attributes: { ...common, batch_size: 2, trace_id: "t1", correlation_id: "c" },
      ended: true,
    },
    {
      name: "test:a",
      attributes: { ...common, batch_size: 1, trace_id: "t3", correlation_id: "m3" },
      ended: true,
    },
  ]);
});

Deno.test("metadata follows its event through filters, routers and steps that wrap it anew", async () => {
  const source = [1, 2, 3].map((n) => new Message(n, { messageId: `m${n}`, traceId: `t${n}` }));
  const wrap = map((n: number) =>
    n === 3 ? new Message(n, { messageId: "new", traceId: "new" }) : n
  );
  const routes = router({
    by: (n: number) => n,
    routes: { 2: scripted("a") },
    default: [wrap, scripted("b")],
  });
  const spans = await spansOf(() => record(source, [filter((n: number) => n > 1), routes]));
  assertEquals(spans.map(({ attributes }) => [attributes["sink"], attributes["trace_id"]]), [
    ["a", "t2"],
    ["b", "new"],
  ]);
});

Deno.test("a bare payload gets a trace id of its own", async () => {
  const spans = await spansOf(() => record([1, 2], [scripted("a")], { batchSize: 1 }));
  const ids = spans.map(({ attributes }) => attributes["trace_id"]);
  assertEquals(new Set(ids).size, 2);
  assert(ids.every((id) => /^[0-9a-f]{32}$/.test(String(id))));
});

Deno.test("an empty batch has no span", async () => {
  const options = { batching: "epoch", workers: 2, epoch: { events: 1 } } as const;
  const spans = await spansOf(() => record([1], [scripted("a")], options));
  assertEquals(spans.length, 1);
});

Deno.test("a failed write marks its span and throws its own error", async () => {
  const cause = { not: "an error" };
  const a = scripted("a", { write: () => Promise.reject(cause) });
  const recorded: unknown[] = [];
  const [span] = await spansOf(async () => recorded.push((await record([1], [a])).error?.cause));
  assertEquals([span?.status, span?.ended], [SpanStatusCode.ERROR, true]);
  assert(recorded[0] === cause);
});

const fail = (): never => {
  throw new Error("no exporter");
};

const failing: Readonly<Record<string, (end: () => void) => unknown>> = {
  "finding a tracer": fail,
  "starting a span": () => ({ startSpan: fail }),
  "marking a span failed": (end) => ({ startSpan: () => ({ setStatus: fail, end }) }),
};

for (const [what, getTracer] of Object.entries(failing)) {
  Deno.test(`telemetry that throws while ${what} harms nothing, and open spans are ended`, async () => {
    let ended = 0;
    const provider = { getTracer: () => getTracer(() => void ended++) };
    trace.setGlobalTracerProvider(provider as unknown as TracerProvider);
    try {
      const cause = Object.create(null);
      const a = scripted("a", {
        write: ([item]) => item === 2 ? Promise.reject(cause) : undefined,
      });
      const { error, summary } = await record([1, 2], [a], { batchSize: 1 });
      assertEquals([summary, error?.summary.sinks[0]?.written], [undefined, 1]);
      assert(error?.cause === cause);
      assertEquals(ended, what === "marking a span failed" ? 2 : 0);
    } finally {
      trace.disable();
    }
  });
}

Deno.test("an observer that throws or rejects harms nothing", async () => {
  const seen: string[] = [];
  const observer = {
    callStarted({ call }: { call: string }) {
      seen.push(call);
      throw new Error("observer");
    },
    callEnded: () => Promise.reject(new Error("observer")),
  };
  const { summary } = await record([1], [scripted("a")], { observer });
  assertEquals(seen, ["build", "write", "close"]);
  assertEquals(summary?.sinks[0]?.written, 1);
});

Deno.test("the exporter built into Deno shows the spans without any code", async () => {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", new URL("./programs/spans.ts", import.meta.url).href],
    // The exporter colours its words where nobody asks it not to, and then they are not found.
    ...colourless({ OTEL_DENO: "true", OTEL_EXPORTER_OTLP_PROTOCOL: "console" }),
  }).output();
  const output = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("");
  const told = ["SPAN spans:nowhere", "scope: WRITE", "flow: spans", "sink: nowhere"];
  for (const text of [...told, "batch_size: 2", "trace_id: ", "worker_index: 0"]) {
    assertStringIncludes(output, text);
  }
});
