import { DatabaseSync } from "node:sqlite";
import type { SinkPartition } from "@watertight/sinks";
import { IntoTable } from "../../examples/into_table/into_table.ts";
import { memory } from "../../examples/into_table/subject.ts";
import { unreferenced } from "../../examples/into_table/timer.ts";
import { assert, assertEquals, assertRejects } from "../assert.ts";

class Note {
  constructor(readonly id: bigint) {}
}

const notes = (...ids: number[]) => ids.map((id) => new Note(BigInt(id)));

/** A partition whose time passes when it is told to. */
class Setting implements Disposable {
  readonly url = memory();
  readonly reader = new DatabaseSync(this.url);
  now = 0;
  /** When a timer goes off, and what it does then. */
  timer: { readonly at: number; readonly callback: () => void } | undefined;

  async build(config: Record<string, unknown> = {}): Promise<SinkPartition<Note>> {
    const sink = new IntoTable({
      payload: Note,
      name: "notes",
      columns: { id: "integer" },
      clock: () => this.now,
      timer: (ms, callback) => {
        const timer = this.timer = { at: this.now + ms, callback };
        return () => void (this.timer === timer && (this.timer = undefined));
      },
    });
    return await sink.buildPartition({ url: this.url, table: "notes", ...config }, 0, 1);
  }

  /** Lets so many milliseconds pass, and what a timer does then. */
  async pass(ms: number): Promise<void> {
    this.now += ms;
    const { timer } = this;
    if (!timer || timer.at > this.now) return;
    this.timer = undefined;
    timer.callback();
    for (let turn = 0; turn < 20; turn++) await undefined;
  }

  stored(): number[] {
    return this.reader.prepare("SELECT id FROM notes ORDER BY rowid").all()
      .map(({ id }) => Number(id));
  }

  [Symbol.dispose](): void {
    this.reader.close();
  }
}

Deno.test("IntoTable stores a row once it is buffer_max_age_s old, with no further call", async () => {
  using setting = new Setting();
  const partition = await setting.build({ buffer_max_age_s: 60 });
  await partition.writeBatch(notes(1));
  await setting.pass(30_000);
  await partition.writeBatch(notes(2));
  await setting.pass(29_999);
  assertEquals(setting.stored(), []);
  await setting.pass(1);
  assertEquals(setting.stored(), [1, 2], "the age is that of the oldest row");
  assertEquals(setting.timer, undefined, "nothing is held back, nothing is waited for");
  await partition.writeBatch(notes(3));
  await setting.pass(60_000);
  assertEquals(setting.stored(), [1, 2, 3]);
  await partition.close();
});

Deno.test("IntoTable starts the age anew after a flush by size", async () => {
  using setting = new Setting();
  const partition = await setting.build({ buffer_max_age_s: 60, buffer_max_records: 2 });
  await partition.writeBatch(notes(1));
  await setting.pass(59_000);
  await partition.writeBatch(notes(2, 3));
  await setting.pass(59_000);
  assertEquals(setting.stored(), [1, 2]);
  await setting.pass(1_000);
  assertEquals(setting.stored(), [1, 2, 3]);
  await partition.close();
});

Deno.test("IntoTable ends its timer at the close, and after a failed write", async () => {
  using setting = new Setting();
  const closed = await setting.build();
  await closed.writeBatch(notes(1));
  assert(setting.timer);
  await closed.close();
  assertEquals(setting.timer, undefined);
  const failed = await setting.build();
  await failed.writeBatch(notes(2));
  await assertRejects(async () => await failed.writeBatch([new Note(2n ** 63n)]), TypeError, "id");
  assertEquals(setting.timer, undefined);
  await failed.close();
  assertEquals(setting.stored(), [1, 2]);
});

/** A partition whose two rows could not be stored when they were old enough, and can be by now. */
async function failedByAge(setting: Setting): Promise<SinkPartition<Note>> {
  const partition = await setting.build({ buffer_max_age_s: 1 });
  await partition.writeBatch(notes(1, 2));
  setting.reader.exec("ALTER TABLE notes RENAME TO away");
  await setting.pass(1_000);
  setting.reader.exec("ALTER TABLE away RENAME TO notes");
  return partition;
}

Deno.test("IntoTable tells of a flush by age that failed at the next write, and stores its rows at the close", async () => {
  using setting = new Setting();
  const partition = await failedByAge(setting);
  await assertRejects(async () => await partition.writeBatch(notes(3)), Error, "no such table");
  await partition.close();
  assertEquals(setting.stored(), [1, 2], "and nothing of the batch that was refused");
});

Deno.test("IntoTable closes in peace when what a flush by age could not store can be stored then", async () => {
  using setting = new Setting();
  const partition = await failedByAge(setting);
  await partition.close();
  assertEquals(setting.stored(), [1, 2]);
});

for (const flush of [true, false]) {
  Deno.test(`IntoTable fails a close that nobody told of a failed flush, flush_on_shutdown ${flush}`, async () => {
    using setting = new Setting();
    const config = { buffer_max_age_s: 1, flush_on_shutdown: flush };
    const partition = await setting.build(config);
    await partition.writeBatch(notes(1));
    setting.reader.exec("DROP TABLE notes");
    await setting.pass(1_000);
    await assertRejects(async () => await partition.close(), Error, "no such table");
  });
}

Deno.test("the timer of IntoTable keeps no process alive, and takes any delay", async () => {
  const code = `
    import { unreferenced } from "${new URL(
    "../../examples/into_table/timer.ts",
    import.meta.url,
  )}";
    unreferenced(60_000, () => {});
    unreferenced(1e12, () => console.log("at once"));
  `;
  const { success, stdout } = await new Deno.Command(Deno.execPath(), { args: ["eval", code] })
    .output();
  assert(success);
  assertEquals(new TextDecoder().decode(stdout), "");
  unreferenced(60_000, () => {})();
});
