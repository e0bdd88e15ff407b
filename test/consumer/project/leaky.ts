import type { Subject } from "@watertight/sinks/conformance";
import { type Line, linesSubject } from "./lines.ts";

export const subject: Subject<Line> = linesSubject("drops the rest");
