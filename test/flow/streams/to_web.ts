import { Writable } from "node:stream";
import type { Subject } from "@watertight/sinks/conformance";
import type { Line } from "./lines.ts";
import { nodeFile } from "./node_file.ts";

/** A file stream of Node through `Writable.toWeb`, which takes a chunk for written once there is room for more: never, here. */
export const subject: Subject<Line> = nodeFile(
  "fs.createWriteStream through Writable.toWeb",
  { highWaterMark: 1 },
  (file) => Writable.toWeb(file),
);
