/** Writes visits into a folder without end, and prints the last second of each batch that was accepted. */
import { IntoJsonl } from "../../../examples/into_jsonl/into_jsonl.ts";
import { Visit } from "../../../examples/into_jsonl/subject.ts";

const sink = new IntoJsonl({ payload: Visit, name: "visits" });
const partition = await sink.buildPartition({ folder: Deno.args[0] }, 0);
for (let second = 0;; second += 100) {
  const batch = Array.from(
    { length: 100 },
    (_, index) => new Visit("/".repeat(1000), second + index, true, null),
  );
  await partition.writeBatch(batch);
  console.log(second + 99);
}
