// @ts-types="@types/sql.js"
import initSqlJs from "sql.js";

const db = new (await initSqlJs()).Database();
try {
  db.run("SELECT ?", [undefined as unknown as null]);
} catch (thrown) {
  console.log(`a statement with undefined bound throws a ${typeof thrown}: ${thrown}`);
}
