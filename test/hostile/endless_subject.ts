import type { Subject } from "@watertight/sinks/conformance";
import type { Row } from "./hostile.ts";
import { endlessRows } from "./members.ts";

/** The one that the environment names: it is checked in a process of its own. */
export const subject: Subject<Row> = endlessRows[Number(Deno.env.get("HOSTILE_ROW"))]!.subject;
