import { Socket } from "node:net";
import process from "node:process";
import { setTimeout } from "node:timers/promises";
import pg from "pg";
import { from } from "pg-copy-streams";

const connectionString = process.env["WATERTIGHT_POSTGRES_URL"]!;
const stream = new Socket();
const client = new pg.Client({ connectionString, stream: () => stream });
await client.connect();
await client.query("CREATE TEMPORARY TABLE a (id integer)");
const copy = client.query(from("COPY a FROM STDIN"));
copy.write("1\n");
await setTimeout(500);
stream.pause(); // From now on no answer arrives, as from a server that hangs.
let outcome = "it has neither finished nor failed";
copy.on("finish", () => outcome = "finished").on("error", () => outcome = "failed").end();
await setTimeout(2_000);
console.log(`2 s after the end of a COPY whose server hangs: ${outcome}`);
process.exit();
