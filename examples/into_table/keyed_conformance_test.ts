import { conformance } from "@watertight/sinks/conformance";
import { keyedSubject } from "./subject.ts";

conformance(keyedSubject);
