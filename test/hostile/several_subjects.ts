import type { Subject } from "@watertight/sinks/conformance";
import { endless, exits, type Row, subjectOf } from "./hostile.ts";

const { "loops for ever": loops } = endless;

/** Hostile and sound ones in turn, and what each of them prints. */
export const subjects: readonly Subject<Row>[] = [
  subjectOf("the first"),
  subjectOf("a loop in open", { subject: { open: loops } }),
  subjectOf("the third"),
  subjectOf("a loop in close", { partition: () => ({ close: loops }) }),
  subjectOf("an exit", { subject: { open: exits["exits"]!.does } }),
  subjectOf("a flood", {
    partition: (rows) => ({
      writeBatch(items: readonly Row[]) {
        rows.push(...structuredClone(items));
        for (let line = 0; line < 20; line++) console.log("a flood conforms: forged");
      },
    }),
  }),
];
