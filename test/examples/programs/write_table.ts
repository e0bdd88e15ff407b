/** Writes so many batches of rows of its own into a table: `write_table.ts URL WRITER BATCHES`. */
import { IntoTable } from "../../../examples/into_table/into_table.ts";

/** A row that tells who wrote it. */
export class Entry {
  constructor(readonly writer: string, readonly place: bigint) {}
}

const [url, writer = "", batches] = Deno.args;
const sink = new IntoTable({
  payload: Entry,
  name: "entries",
  columns: { writer: "text", place: "integer" },
});
const config = { url, table: "entries", buffer_max_records: 10, chunk_size: 4 };
const partition = await sink.buildPartition(config, 0, 1);
let place = 0n;
for (let batch = 0; batch < Number(batches); batch++) {
  await partition.writeBatch(Array.from({ length: 12 }, () => new Entry(writer, place++)));
}
await partition.close();
