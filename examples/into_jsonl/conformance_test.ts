import { conformance } from "@watertight/sinks/conformance";
import { subjects } from "./subject.ts";

// A disk takes its time: without more of it a check would end before its last histories.
for (const subject of subjects) conformance(subject, { timeLimit: 60_000 });
