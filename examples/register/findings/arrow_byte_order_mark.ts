import { Table, tableFromIPC, tableToIPC, Utf8, vectorFromArray } from "apache-arrow";

const written = "\ufeffa";
const table = new Table({ text: vectorFromArray([written], new Utf8()) });
const read: string = tableFromIPC(tableToIPC(table)).get(0)!["text"];
console.log(
  `of a text of ${written.length} characters that begins with U+FEFF tableFromIPC reads ${read.length}`,
);
