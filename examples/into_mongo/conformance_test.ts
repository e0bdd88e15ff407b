import { conformance } from "@watertight/sinks/conformance";
import { skip, subject, upserting } from "./subject.ts";

// Each history makes connections of its own, and what hangs is waited for.
const timeLimit = 180_000;

conformance(subject, { skip, timeLimit });
conformance(upserting, { skip, timeLimit });
