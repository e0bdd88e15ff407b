import { evidenceOf } from "@watertight/sinks/conformance";
import { unattributed } from "../../../conformance/judge/evidence.ts";
import { assertEquals, assertThrows } from "../../assert.ts";
import { build, close, traceOf, write } from "./traces.ts";

const clean = traceOf([build, write(0), close]);
const both = traceOf([build, write(0), write(1), close], { contents: [1, 1] });

Deno.test("a trace without anomalies blames nothing", () => {
  const { anomalies, causes } = evidenceOf(clean);
  assertEquals([anomalies, [...causes]], [[], []]);
});

Deno.test("a trace that comes without causes is judged by the plain rules", () => {
  assertEquals([...evidenceOf(both).causes], [["lost", "plain"], ["repeated", "plain"]]);
});

Deno.test("each kind of anomaly is blamed by itself", () => {
  const { causes } = evidenceOf(both, { lost: "restart" });
  assertEquals([...causes], [["lost", "restart"], ["repeated", "plain"]]);
});

Deno.test("a cause of what is not there is left out", () => {
  assertEquals([...evidenceOf(clean, { lost: "restart" }).causes], []);
});

Deno.test("what was not looked into is blamed on nothing, though it is there", () => {
  const { anomalies, causes } = unattributed(both);
  assertEquals([anomalies.map(({ kind }) => kind), [...causes]], [["lost", "repeated"], []]);
});

Deno.test("a trace that points at an event which it does not hold is refused, however far it is", () => {
  for (const event of [1, 2 ** 31, -1, 0.5, NaN]) {
    const one = { events: ["a"], ...{ keys: ["a"] } };
    const says = `must be about its 1 events: one is number ${event}`;
    for (
      const trace of [
        traceOf([build, write(event), close], one),
        traceOf([build, close], { ...one, contents: [event] }),
        traceOf([build, close], { ...one, lateContents: [{ event, value: 1 }] }),
        traceOf([build, { ...close, before: [event] }], one),
      ]
    ) assertThrows(() => evidenceOf({ contents: [], ...trace }), RangeError, says);
  }
});
