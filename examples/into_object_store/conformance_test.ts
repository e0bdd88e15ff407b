import { conformance } from "@watertight/sinks/conformance";
import { compressed, options, skip, subject } from "./subject.ts";

conformance(subject, { skip, ...options });
conformance(compressed, { skip, ...options, runs: 50 });
