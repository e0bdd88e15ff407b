import { conformance } from "@watertight/sinks/conformance";
import { subject as denoFile } from "./deno_file.ts";
import { subject as eventStream } from "./event_stream.ts";
import { subject as gzipFile } from "./gzip_file.ts";
import { subject as heldBack } from "./held_back.ts";
import { subject as nodeFile } from "./node_file.ts";
import { subject as pinoDestination } from "./pino_destination.ts";
import { subject as rotatingFile } from "./rotating_file.ts";
import { subject as toWeb } from "./to_web.ts";

const patient = { strict: true, timeLimit: 120_000, callLimit: 10_000, runs: 60 };

for (const subject of [denoFile, gzipFile, nodeFile, pinoDestination, rotatingFile, toWeb]) {
  conformance(subject, patient);
}
for (const subject of [eventStream, heldBack]) conformance(subject, patient);
