import { DatabaseSync } from "node:sqlite";
import type { SinkPartition } from "@watertight/sinks";
import { assertConformance } from "@watertight/sinks/conformance";
import { fileSubject } from "../../examples/into_table/file_subject.ts";
import { IntoTable } from "../../examples/into_table/into_table.ts";
import { memory, openTable, Payment, subject } from "../../examples/into_table/subject.ts";
import { assert, assertEquals, assertRejects } from "../assert.ts";

class Note {
  constructor(readonly id: bigint, readonly text: string | null) {}
}

const note = (id: number, text: string | null = null) => new Note(BigInt(id), text);
const notes = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => note(from + index));

/** A database in memory, a partition that writes to it, and what a reader sees of it. */
class Setting implements Disposable {
  readonly url = memory();
  readonly reader = new DatabaseSync(this.url);
  /** What the sink's connection was told to do. */
  readonly statements: string[] = [];
  readonly connections: DatabaseSync[] = [];
  now = 0;

  async build(config: Record<string, unknown> = {}): Promise<SinkPartition<Note>> {
    const sink = new IntoTable({
      payload: Note,
      name: "notes",
      columns: { id: "integer", text: "text" },
      clock: () => this.now,
      connect: (url) => this.#connect(url),
    });
    return await sink.buildPartition({ url: this.url, table: "notes", ...config }, 0, 1);
  }

  /** The ids in the table, in their order. */
  stored(table = '"notes"'): number[] {
    const rows = this.reader.prepare(`SELECT id FROM ${table} ORDER BY rowid`).all();
    return rows.map(({ id }) => Number(id));
  }

  #connect(url: string): DatabaseSync {
    const database = new DatabaseSync(url);
    this.connections.push(database);
    const { statements } = this;
    return new Proxy(database, {
      get(target, member) {
        const value = Reflect.get(target, member, target);
        if (typeof value !== "function") return value;
        return (...args: unknown[]) => {
          if (member === "exec" || member === "prepare") statements.push(String(args[0]));
          return value.apply(target, args);
        };
      },
    });
  }

  [Symbol.dispose](): void {
    for (const database of [...this.connections, this.reader]) {
      if (database.isOpen) database.close();
    }
  }
}

Deno.test("IntoTable holds rows back until buffer_max_records is reached", async () => {
  using setting = new Setting();
  const partition = await setting.build({ buffer_max_records: 3 });
  await partition.writeBatch(notes(1, 2));
  assertEquals(setting.stored(), []);
  await partition.writeBatch(notes(3, 4));
  assertEquals(setting.stored(), [1, 2, 3]);
  await partition.close();
  assertEquals(setting.stored(), [1, 2, 3, 4]);
});

Deno.test("IntoTable flushes several times in a batch larger than its buffer", async () => {
  using setting = new Setting();
  const partition = await setting.build({ buffer_max_records: 2 });
  await partition.writeBatch(notes(1, 7));
  assertEquals(setting.stored(), [1, 2, 3, 4, 5, 6]);
  assertEquals(setting.statements.filter((sql) => sql === "COMMIT").length, 3);
});

Deno.test("IntoTable holds rows back until buffer_max_bytes is reached", async () => {
  using setting = new Setting();
  const partition = await setting.build({ buffer_max_bytes: 30 });
  await partition.writeBatch([note(1, "é".repeat(10))]);
  assertEquals(setting.stored(), [], "8 bytes of the id and 20 of the text");
  await partition.writeBatch([note(2, "")]);
  assertEquals(setting.stored(), [1, 2]);
});

Deno.test("IntoTable looks at buffer_max_age_s after every row, by the clock it was given", async () => {
  using setting = new Setting();
  const partition = await setting.build({ buffer_max_age_s: 60 });
  setting.now = 100_000;
  await partition.writeBatch(notes(1, 1));
  setting.now += 59_999;
  await partition.writeBatch(notes(2, 2));
  assertEquals(setting.stored(), []);
  setting.now += 1;
  assertEquals(setting.stored(), [], "time alone flushes nothing");
  await partition.writeBatch(notes(3, 3));
  assertEquals(setting.stored(), [1, 2, 3]);
  setting.now += 59_999;
  await partition.writeBatch(notes(4, 4));
  setting.now += 59_999;
  await partition.writeBatch(notes(5, 5));
  assertEquals(setting.stored(), [1, 2, 3], "the age is that of the oldest row held back");
});

Deno.test("IntoTable inserts chunk_size rows by one statement, all chunks in one transaction", async () => {
  using setting = new Setting();
  const partition = await setting.build({ chunk_size: 3 });
  await partition.writeBatch(notes(1, 7));
  setting.statements.splice(0);
  await partition.close();
  assertEquals(setting.statements.map((sql) => sql.split(" ")[0]), ["BEGIN", "INSERT", "COMMIT"]);
  assertEquals(setting.stored(), [1, 2, 3, 4, 5, 6, 7]);
});

Deno.test("IntoTable drops what is pending when flush_on_shutdown is false", async () => {
  using setting = new Setting();
  const partition = await setting.build({ flush_on_shutdown: "false" });
  await partition.writeBatch(notes(1, 2));
  await partition.close();
  assertEquals(setting.stored(), []);
});

Deno.test("IntoTable rolls a flush back when one of its chunks fails, and close does not throw then", async () => {
  using setting = new Setting();
  const partition = await setting.build({ chunk_size: 2, buffer_max_records: 5 });
  setting.reader.exec(
    "CREATE TRIGGER bar BEFORE INSERT ON notes WHEN new.id = 5 BEGIN SELECT raise(ABORT, 'barred'); END",
  );
  await partition.writeBatch(notes(1, 2));
  await assertRejects(async () => await partition.writeBatch(notes(3, 5)), Error, "barred");
  assertEquals(setting.stored(), []);
  await partition.close();
  assertEquals(setting.stored(), [1, 2], "what earlier calls accepted is stored all the same");
  assert(setting.connections.every(({ isOpen }) => !isOpen), "the connection is released");
});

Deno.test("IntoTable throws at every close when what is pending cannot be stored", async () => {
  using setting = new Setting();
  const partition = await setting.build();
  await partition.writeBatch(notes(1, 2));
  setting.reader.exec("DROP TABLE notes");
  await assertRejects(async () => await partition.close(), Error, "no such table");
  await assertRejects(async () => await partition.close(), Error, "no such table");
  assert(setting.connections.every(({ isOpen }) => !isOpen), "the connection is released");
});

Deno.test("IntoTable takes no batch after a failed one, nor after its close", async () => {
  using setting = new Setting();
  const failed = await setting.build();
  await assertRejects(
    async () => await failed.writeBatch([note(1), note(2, "\ud800")]),
    TypeError,
    "text must be",
  );
  await assertRejects(async () => await failed.writeBatch([note(3)]), Error, "it is failed");
  await failed.close();
  assertEquals(setting.stored(), [], "a batch is refused before any of it is taken");
  const closed = await setting.build();
  await closed.close();
  await assertRejects(async () => await closed.writeBatch([note(1)]), Error, "it is closed");
});

for (const table of ["no tes", 'no"tes', "no;tes", "select", "Ünïcödé", "no'tes", "no.tes"]) {
  Deno.test(`IntoTable writes to a table named ${table}`, async () => {
    using setting = new Setting();
    const partition = await setting.build({ table });
    await partition.writeBatch(notes(1, 2));
    await partition.close();
    assertEquals(setting.stored(`"${table.replaceAll('"', '""')}"`), [1, 2]);
  });
}

Deno.test("IntoTable quotes its columns", async () => {
  const url = memory();
  using reader = new DatabaseSync(url);
  const sink = new IntoTable<{ 'a "b" c': bigint }>({
    payload: Object as unknown as abstract new () => { 'a "b" c': bigint },
    name: "odd",
    columns: { 'a "b" c': "integer" },
  });
  const partition = await sink.buildPartition({ url, table: "odd" }, 0, 1);
  await partition.writeBatch([{ 'a "b" c': 7n }]);
  await partition.close();
  assertEquals({ ...reader.prepare("SELECT * FROM odd").get() }, { 'a "b" c': 7 });
});

Deno.test("IntoTable refuses a table that is there with other columns, and leaves nothing open", async () => {
  using setting = new Setting();
  setting.reader.exec("CREATE TABLE notes (id INTEGER) STRICT");
  await assertRejects(
    async () => await setting.build(),
    Error,
    "table must be one that the rows fit in",
  );
  assert(setting.connections.every(({ isOpen }) => !isOpen));
});

Deno.test("IntoTable takes a configuration of texts for the same as its values", async () => {
  using setting = new Setting();
  const partition = await setting.build({
    chunk_size: "2",
    buffer_max_records: "3",
    buffer_max_bytes: "1000",
    buffer_max_age_s: "0.5",
    flush_on_shutdown: "true",
  });
  await partition.writeBatch(notes(1, 2));
  setting.now = 500;
  await partition.writeBatch(notes(3, 4));
  await partition.close();
  assertEquals(setting.stored(), [1, 2, 3, 4]);
});

const badConfigs: Readonly<Record<string, readonly unknown[]>> = {
  table: [undefined, "", 7, null],
  url: [undefined, 7, "", "notes.db", "sqlite:///notes.db", "file::memory:", "file:"],
  database: [null, "", 7],
  chunk_size: [0, -1, 1.5, NaN, Infinity, "", "many", "1e3", "0x10", " 7", true, {}, 20_000],
  buffer_max_records: [0, "0", "-1", []],
  buffer_max_bytes: [0, 0.5, "128MiB"],
  buffer_max_age_s: [-1, NaN, "-1", "soon", {}],
  flush_on_shutdown: ["yes", "False", 1, 0],
  bufer_max_records: [10],
};

for (const [key, values] of Object.entries(badConfigs)) {
  Deno.test(`IntoTable refuses a bad ${key} by name, and opens nothing`, async () => {
    using setting = new Setting();
    for (const value of values) {
      await assertRejects(async () => await setting.build({ [key]: value }), Error, key);
      assertEquals(setting.connections, [], `${key}: ${value}`);
    }
  });
}

for (const config of [undefined, null, "notes", 7]) {
  Deno.test(`IntoTable refuses ${config} for its section`, async () => {
    const sink = new IntoTable({
      payload: Note,
      name: "notes",
      columns: { id: "integer", text: "text" },
    });
    await assertRejects(
      async () => await sink.buildPartition(config, 0, 1),
      TypeError,
      "config must be an object",
    );
  });
}

Deno.test("IntoTable keeps the first and the last of every type", async () => {
  const url = memory();
  using fixture = openTable(url, (options) => new IntoTable(options)) as
    & Disposable
    & ReturnType<typeof openTable>;
  const rows = [
    new Payment(-(2n ** 63n), -0, "", false),
    new Payment(2n ** 63n - 1n, Number.MAX_VALUE, "e\u0301 \u{10ffff}\ufffe", true),
    new Payment(0n, -Infinity, null, true),
    new Payment(1n, Number.MIN_VALUE, "0", false),
  ];
  const partition = await fixture.sink.buildPartition(fixture.config, 0, 1);
  await partition.writeBatch(rows);
  await partition.close();
  const read = [...await fixture.read()];
  assertEquals(read, rows);
  assert(Object.is(read[0]!.amount, -0));
});

Deno.test("IntoTable conforms over a file, one connection for each partition", async () => {
  await assertConformance(fileSubject, { seed: 1, runs: 20, timeLimit: 180_000, strict: true });
});

Deno.test("IntoTable conforms over a connection that all partitions share", async () => {
  const { stringConfig: config, ...rest } = subject;
  await assertConformance({
    ...rest,
    name: "IntoTable over one connection",
    open: () => ({ ...openTable(memory(), (options) => new IntoTable(options)), config }),
  }, { seed: 1, strict: true, timeLimit: 120_000 });
});
