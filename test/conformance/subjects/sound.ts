import type { Subject } from "@watertight/sinks/conformance";
import { type Row, rowsSubject } from "../rows.ts";

export const subject: Subject<Row> = rowsSubject();
