import { conformance } from "@watertight/sinks/conformance";
import { chunked, keyed, skip, subject } from "./subject.ts";

// A server takes its time: under the usual limit the last histories would not be run.
for (const each of [subject, chunked, keyed]) conformance(each, { skip, timeLimit: 120_000 });
