import { DuckDBInstance } from "@duckdb/node-api";

const connection = await (await DuckDBInstance.create(":memory:")).connect();
await connection.run("CREATE TABLE a (id INTEGER)");
const appender = await connection.createAppender("a");
appender.closeSync();
appender.appendInteger(1);
appender.endRow();
appender.flushSync();
const { length } = (await connection.runAndReadAll("SELECT id FROM a")).getRows();
console.log(`rows that an appender stored after it was closed: ${length}`);
