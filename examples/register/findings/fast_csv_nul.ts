import { writeToString } from "@fast-csv/format";

console.log(
  `the field "a\\u0000b" is written as ${JSON.stringify(await writeToString([["a\0b"]]))}`,
);
