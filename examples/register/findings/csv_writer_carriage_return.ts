import { createObjectCsvStringifier } from "csv-writer";

const header = ["id", "text"].map((id) => ({ id, title: id }));
const line = (text: string) =>
  JSON.stringify(createObjectCsvStringifier({ header }).stringifyRecords([{ id: 1, text }]));
console.log(`with a line feed: ${line("a\nb")}, with a carriage return: ${line("a\rb")}`);
