import { conformance } from "@watertight/sinks/conformance";
import { options, sharing, skip, subject, upserting } from "./subject.ts";

conformance(subject, { skip, ...options });
conformance(upserting, { skip, ...options });
conformance(sharing, { skip, ...options, runs: 50 });
