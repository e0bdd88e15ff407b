import * as fc from "fast-check";
import { type Sometimes, sometimes, type Subject } from "@watertight/sinks/conformance";
import { rowsSubject } from "../conformance/rows.ts";

// A line here is a proof: it compiles, or its @ts-expect-error finds the error it names.

/** Never called: the compiler is the one who runs it. */
export function proofs(): readonly Subject<string>[] {
  const { open } = rowsSubject() as unknown as Subject<string>;
  const rows = { name: "rows", events: fc.string(), open };
  const flushed: Sometimes = sometimes("a chunk was flushed");
  // @ts-expect-error: a path has a label
  sometimes();
  // @ts-expect-error: what was reached is counted by nobody else
  flushed.times = 1;
  return [
    { ...rows, sometimes: [flushed] },
    // Of another copy of the kit, or made by hand.
    { ...rows, sometimes: [{ label: "a retry was needed", times: 0, reached: () => {} }] },
    // @ts-expect-error: it is a list
    { ...rows, sometimes: flushed },
    // @ts-expect-error: a label alone cannot be reached
    { ...rows, sometimes: ["a chunk was flushed"] },
  ];
}

Deno.test("the proofs of what a subject takes compile", () => {
  if (typeof proofs !== "function") throw new Error("the proofs were not loaded");
});
