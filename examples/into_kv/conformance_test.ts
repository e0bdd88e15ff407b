import { conformance } from "@watertight/sinks/conformance";
import { subject as fileSubject } from "./file_subject.ts";
import { subject } from "./subject.ts";

conformance(subject, { timeLimit: 60_000 });
// A disk takes its time: fewer histories, and more time for them.
conformance(fileSubject, { runs: 50, callLimit: 3000, timeLimit: 120_000 });
