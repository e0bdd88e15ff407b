import { conformance } from "@watertight/sinks/conformance";
import { options, sharing, skip } from "./subject.ts";

conformance(sharing, { skip, ...options, runs: 50 });
