/**
 * How fast the sink stores batches of 1,000 events, beside what appends the same lines to one file and does no more.
 * Both in one run, in shuffled turns; medians.
 */
import { open } from "node:fs/promises";
import { IntoJsonl } from "../../../examples/into_jsonl/into_jsonl.ts";
import { Visit } from "../../../examples/into_jsonl/subject.ts";
import { compare } from "./compare.ts";
import { inFolder } from "./in_folder.ts";

const batches = Array.from({ length: 50 }, (_, batch) =>
  Array.from(
    { length: 1000 },
    (_, index) =>
      new Visit(`/articles/${batch}/${index}`, index / 3, index % 2 === 0, { at: index }),
  ));

async function sink(folder: string): Promise<void> {
  const partition = await new IntoJsonl({ payload: Visit, name: "visits" })
    .buildPartition({ folder }, 0);
  for (const batch of batches) await partition.writeBatch(batch);
  await partition.close();
}

async function bare(folder: string): Promise<void> {
  const file = await open(`${folder}/${crypto.randomUUID()}`, "ax");
  for (const batch of batches) {
    await file.appendFile(batch.map((event) => `${JSON.stringify(event)}\n`).join(""));
  }
  await file.close();
}

await compare("IntoJsonl", 1000 * batches.length, { sink: inFolder(sink), driver: inFolder(bare) });
