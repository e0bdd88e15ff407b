import type { Subject } from "@watertight/sinks/conformance";
import type { Row } from "./hostile.ts";
import { otherRows } from "./specials.ts";

export const subjects: readonly Subject<Row>[] = otherRows.map(({ subject }) => subject);
