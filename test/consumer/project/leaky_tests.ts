import { conformance } from "@watertight/sinks/conformance";
import { subject } from "./leaky.ts";

conformance(subject, { seed: 1 });
