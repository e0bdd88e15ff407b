import { DatabaseSync } from "node:sqlite";

const db = new DatabaseSync(":memory:");
db.exec("CREATE TABLE a (text TEXT)");
db.prepare("INSERT INTO a VALUES (?)").run("a\0b");
const row = db.prepare("SELECT text, hex(text) AS bytes FROM a").get()!;
console.log(
  `of the text "a\\u0000b" the bytes ${row["bytes"]} are stored, and ${
    JSON.stringify(row["text"])
  } is read`,
);
