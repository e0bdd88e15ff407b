/**
 * How fast the sink stores batches of 1,000 events, beside an appender that takes the same in chunks, and a COPY, with a
 * DuckDB as it comes. Both in one run, in shuffled turns; medians.
 */
import { DuckDBDataChunk, DuckDBInstance } from "@duckdb/node-api";
import { type Column, kinds } from "../../../examples/into_parquet/columns.ts";
import { IntoParquet } from "../../../examples/into_parquet/into_parquet.ts";
import { columns, Visit } from "../../../examples/into_parquet/subject.ts";
import { compare } from "./compare.ts";
import { inFolder } from "./in_folder.ts";

const batches = Array.from(
  { length: 100 },
  (_, batch) =>
    Array.from({ length: 1000 }, (_, index) => {
      const [id, body] = [1000 * batch + index, new Uint8Array([batch, index])];
      return new Visit(
        BigInt(id),
        index / 3,
        `/articles/${id}`,
        index % 2 === 0,
        body,
        new Date(id),
      );
    }),
);

const members = Object.entries<Column>(columns) as [keyof Visit, Column][];

async function sink(folder: string): Promise<void> {
  const partition = await new IntoParquet({ payload: Visit, name: "visits", columns })
    .buildPartition({ folder }, 0);
  for (const batch of batches) await partition.writeBatch(batch);
  await partition.close();
}

async function bare(folder: string): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const types = members.map(([, column]) => kinds[column].type);
  await connection.run(
    `CREATE TABLE rows (${members.map(([name], at) => `"${name}" ${types[at]}`).join(", ")})`,
  );
  const appender = await connection.createAppender("rows");
  for (const batch of batches) {
    const chunk = DuckDBDataChunk.create(types);
    chunk.setColumns(
      members.map(([name, column]) => batch.map((event) => kinds[column].encode(event[name])!)),
    );
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
  await connection.run(`COPY rows TO '${folder}/visits.parquet' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
}

await compare("IntoParquet", 1000 * batches.length, {
  sink: inFolder(sink),
  driver: inFolder(bare),
});
