/** A check of more than the 5 s that Vitest and Bun give to a test. */
import { conformance } from "@watertight/sinks/conformance";
import { subject } from "./subject.ts";

conformance(subject, { seed: 1, runs: 30_000, timeLimit: 7000 });
