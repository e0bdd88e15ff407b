import { conformance } from "@watertight/sinks/conformance";
import { subject } from "./subject.ts";

conformance(subject);
