import type { Subject } from "@watertight/sinks/conformance";
import type { Row } from "./hostile.ts";
import { hookRows } from "./members.ts";

export const subjects: readonly Subject<Row>[] = hookRows.map(({ subject }) => subject);
