import { conformance } from "@watertight/sinks/conformance";
import { byOrder, subject, url } from "./subject.ts";

const skip = url === undefined
  ? "WATERTIGHT_NATS_URL is not set: deno task test:services starts the servers"
  : undefined;

// A server takes its time: under the usual limit the last histories would not be run.
for (const each of [subject, byOrder]) conformance(each, { skip, timeLimit: 120_000 });
