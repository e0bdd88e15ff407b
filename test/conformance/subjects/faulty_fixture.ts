import type { Subject } from "@watertight/sinks/conformance";
import { type Row, rowsSubject, sound } from "../rows.ts";

export const subject: Subject<Row> = rowsSubject(sound, {}, () => ({ read: () => 7 as never }));
