import { conformance } from "@watertight/sinks/conformance";
import { options, skip, upserting } from "./subject.ts";

conformance(upserting, { skip, ...options, runs: 100 });
