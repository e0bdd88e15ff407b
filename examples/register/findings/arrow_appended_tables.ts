import { Buffer } from "node:buffer";
import { tableFromArrays, tableFromIPC, tableToIPC } from "apache-arrow";

const streams = [1, 2].map((id) => tableToIPC(tableFromArrays({ id: [id] }), "stream"));
const read = tableFromIPC(Buffer.concat(streams)).toArray().map(({ id }) => id);
console.log(
  `of the tables of 1 and of 2, one after the other, tableFromIPC reads ${JSON.stringify(read)}`,
);
