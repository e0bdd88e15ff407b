import type { Subject } from "@watertight/sinks/conformance";
import type { Row } from "./hostile.ts";
import { callRows } from "./members.ts";

export const subjects: readonly Subject<Row>[] = callRows.map(({ subject }) => subject);
