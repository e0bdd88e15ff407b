import { parquetReadObjects } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";

const written = "\ufeffa";
const file = parquetWriteBuffer({ columnData: [{ name: "text", data: [written] }] });
const [read] = await parquetReadObjects({ file });
console.log(
  `of a text of ${written.length} characters that begins with U+FEFF parquetReadObjects reads ${
    read!["text"].length
  }`,
);
