import { conformance } from "@watertight/sinks/conformance";
import { subjectOf } from "./subject.ts";

// A few events fill a file, so that both a write and a close make one. A disk takes its time, the more so on a busy
// machine.
conformance(subjectOf({ timeout_s: 0.8, compression: "zstd", file_max_bytes: 1000 }), {
  runs: 50,
  callLimit: 3000,
  timeLimit: 120_000,
});
