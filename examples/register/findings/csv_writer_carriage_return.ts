import { createObjectCsvStringifier } from "csv-writer";

const header = ["id", "text"].map((id) => ({ id, title: id }));
const line = (text: string) =>
  JSON.stringify(createObjectCsvStringifier({ header }).stringifyRecords([{ id: 1, text }]));
console.log(
  `a record whose text has a line feed: ${line("a\nb")}, a carriage return: ${line("a\rb")}`,
);
