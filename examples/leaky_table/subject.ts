import type { Subject } from "@watertight/sinks/conformance";
import { memory, openTable, type Payment, subject as sound } from "../into_table/subject.ts";
import { LeakyTable } from "./leaky_table.ts";

/** The subject of `IntoTable` with the leaky sink in its place. */
export const subject: Subject<Payment> = {
  ...sound,
  name: "LeakyTable",
  open: () => openTable(memory(), (options) => new LeakyTable(options)),
};
