// @ts-types="@types/sql.js"
import initSqlJs from "sql.js";

const db = new (await initSqlJs()).Database();
try {
  db.run("SELECT ?", [undefined as unknown as null]);
} catch (thrown) {
  console.log(`bound to undefined it throws a ${typeof thrown}: ${thrown}`);
}
