import { type Controls, evidenceOf, type SymptomKind } from "@watertight/sinks/conformance";
import { assertEquals } from "../../assert.ts";
import { build, close, threw, traceOf, write } from "./traces.ts";

const clean = traceOf([build, write(0), close]);
const lossy = traceOf([build, write(0), close], { contents: [] });
const repeating = traceOf([build, write(0), close], { contents: [0, 0] });

function blamed(kind: SymptomKind, controls: Controls, trace = lossy) {
  return evidenceOf(trace, controls).blamed.get(kind);
}

Deno.test("a symptom without controls is blamed on nothing", () => {
  assertEquals(blamed("lost", {}), "plain");
});

Deno.test("a trace without symptoms blames nothing", () => {
  assertEquals([...evidenceOf(clean).blamed], []);
});

Deno.test("a symptom is blamed on the circumstance without which it is gone", () => {
  assertEquals(blamed("lost", { restart: [clean] }), "restart");
});

Deno.test("of two circumstances the more particular one is blamed", () => {
  assertEquals(blamed("lost", { split: [clean], "empty-batch": [clean] }), "empty-batch");
});

Deno.test("a circumstance is not blamed when the symptom stays without it", () => {
  assertEquals(blamed("lost", { "empty-batch": [lossy], split: [clean] }), "split");
});

Deno.test("one of several ways to take a circumstance away is enough", () => {
  assertEquals(blamed("lost", { interleaving: [lossy, clean] }), "interleaving");
});

Deno.test("a symptom that stays without each circumstance is undetermined", () => {
  assertEquals(blamed("lost", { split: [lossy], restart: [lossy] }), "undetermined");
});

Deno.test("a symptom that stays without what is pending is blamed on nothing", () => {
  const toppedUp = traceOf([build, write(0), write(1), close], { contents: [1] });
  assertEquals(blamed("lost", { pending: [toppedUp] }), "plain");
});

Deno.test("a control with another symptom is without this one", () => {
  assertEquals(blamed("lost", { restart: [repeating] }), "restart");
});

Deno.test("a control in which a call was refused exonerates nothing", () => {
  const refused = traceOf([build, write(0), threw(close)], { contents: [] });
  assertEquals(blamed("lost", { restart: [refused] }), "undetermined");
});

Deno.test("a control in which less was to be stored exonerates nothing", () => {
  const two = traceOf([build, write(0), write(1), close], { contents: [1] });
  assertEquals(blamed("lost", { restart: [clean] }, two), "undetermined");
});

Deno.test("a close that fails is blamed on its peers only when every partition can be closed alone", () => {
  const refused = traceOf([build, write(0), threw(close)], { contents: [] });
  assertEquals(blamed("refused", { "peer-close": [clean, refused] }, refused), "undetermined");
  assertEquals(blamed("refused", { "peer-close": [clean, clean] }, refused), "peer-close");
});

Deno.test("only what is lost is blamed on being pending", () => {
  assertEquals(blamed("repeated", { pending: [clean] }, repeating), "plain");
});

Deno.test("what was added to flush the rest may be pending itself", () => {
  const flushed = traceOf([build, write(0), write(1), close], { contents: [0] });
  assertEquals(blamed("lost", { pending: [flushed] }), "pending");
});

Deno.test("a wrong order of batches is not blamed on there being batches", () => {
  const swapped = traceOf([build, write(0), write(1), close], { contents: [1, 0] });
  assertEquals(blamed("swapped", { split: [clean] }, swapped), "plain");
});

Deno.test("each kind of symptom is blamed by itself", () => {
  const calls = [build, write(0), write(1), close];
  const both = traceOf(calls, { contents: [1, 1] });
  const loses = traceOf(calls, { contents: [1] });
  const repeats = traceOf(calls, { contents: [0, 1, 1] });
  const { blamed } = evidenceOf(both, { restart: [loses], split: [repeats] });
  assertEquals([blamed.get("lost"), blamed.get("repeated")], ["split", "restart"]);
});
