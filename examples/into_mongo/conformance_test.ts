import { conformance } from "@watertight/sinks/conformance";
import { options, skip, subject } from "./subject.ts";

conformance(subject, { skip, ...options });
