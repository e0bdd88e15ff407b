import { conformance } from "@watertight/sinks/conformance";
import { subjectsOf } from "./subject.ts";

// A disk takes its time, the more so on a busy machine.
const patient = { runs: 50, callLimit: 3000, timeLimit: 120_000 };
for (const subject of subjectsOf(0.8)) conformance(subject, patient);
