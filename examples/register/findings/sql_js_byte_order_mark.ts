// @ts-types="@types/sql.js"
import initSqlJs from "sql.js";

const db = new (await initSqlJs()).Database();
const [result] = db.exec("SELECT a, length(a) FROM (SELECT ? AS a)", ["\ufeffa"]);
const [read, characters] = result!.values[0]!;
console.log(
  `of a text that begins with U+FEFF ${characters} characters are stored, and ${
    String(read).length
  } is read`,
);
