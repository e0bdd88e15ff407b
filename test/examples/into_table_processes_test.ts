import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { assert, assertEquals } from "../assert.ts";

const program = fileURLToPath(new URL("./programs/write_table.ts", import.meta.url));

async function write(url: string, writer: string, batches: number): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", program, url, writer, `${batches}`],
    stdout: "null",
    stderr: "piped",
  }).output();
  assert(success, new TextDecoder().decode(stderr));
}

Deno.test("IntoTable loses nothing while three processes write to one file, each in its order", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const file = `${folder}/entries.db`;
    const writers = ["a", "b", "c"];
    await Promise.all(writers.map((writer) => write(`file:${file}`, writer, 40)));
    using reader = new DatabaseSync(file);
    const places = reader.prepare("SELECT place FROM entries WHERE writer = ? ORDER BY rowid");
    for (const writer of writers) {
      const read = places.all(writer).map(({ place }) => Number(place));
      assertEquals(read, Array.from({ length: 480 }, (_, place) => place), writer);
    }
    assertEquals({ ...reader.prepare("PRAGMA journal_mode").get() }, { journal_mode: "wal" });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
