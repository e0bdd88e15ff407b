import * as fc from "fast-check";
import type { Call, Contents, Trace } from "@watertight/sinks";
import { anomalyKinds } from "../../conformance/judge/anomalies.ts";
import { evidenceOf, rules } from "@watertight/sinks/conformance";
import { assert } from "../assert.ts";
import { runs } from "./runs.ts";
import { traces } from "./traces.ts";
