/** Writes visits into a folder without end, many files of them, and prints the last id of each accepted batch. */
import { IntoParquet } from "../../../examples/into_parquet/into_parquet.ts";
import { columns, Visit } from "../../../examples/into_parquet/subject.ts";

const sink = new IntoParquet({ payload: Visit, name: "visits", columns });
const partition = await sink.buildPartition({ folder: Deno.args[0], file_max_bytes: 1e6 }, 0);
for (let id = 0;; id += 100) {
  const batch = Array.from(
    { length: 100 },
    (_, index) =>
      new Visit(BigInt(id + index), 1, "/".repeat(1000), true, new Uint8Array(), new Date(id)),
  );
  await partition.writeBatch(batch);
  console.log(id + 99);
}
