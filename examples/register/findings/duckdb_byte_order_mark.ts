import { DuckDBInstance } from "@duckdb/node-api";

const connection = await (await DuckDBInstance.create(":memory:")).connect();
await connection.run("CREATE TABLE a (text VARCHAR)");
const appender = await connection.createAppender("a");
appender.appendVarchar("\ufeffa");
appender.endRow();
appender.flushSync();
const [row] = (await connection.runAndReadAll("SELECT text, length(text) FROM a")).getRows();
console.log(
  `of a text that begins with U+FEFF ${row![1]} characters are stored, and ${
    String(row![0]).length
  } is read`,
);
