import { DatabaseSync } from "node:sqlite";
import { IntoTable, type IntoTableOptions } from "../../examples/into_table/into_table.ts";
import { memory } from "../../examples/into_table/subject.ts";
import { assertEquals, assertRejects, assertThrows } from "../assert.ts";

class Price {
  constructor(readonly article: bigint, readonly shop: string, readonly cents: bigint | null) {}
}

const options: IntoTableOptions<Price> = {
  payload: Price,
  name: "prices",
  columns: { article: "integer", shop: "text", cents: "integer" },
  key: ["article", "shop"],
};

/** What stands in a table of prices after these batches, written in one partition. */
async function stored(
  batches: readonly (readonly Price[])[],
  config: Record<string, unknown> = {},
) {
  const url = memory();
  using reader = new DatabaseSync(url);
  const partition = await new IntoTable(options).buildPartition(
    { url, table: "prices", ...config },
    0,
    1,
  );
  for (const batch of batches) await partition.writeBatch(batch);
  await partition.close();
  const rows = reader.prepare("SELECT * FROM prices ORDER BY article, shop").all();
  return rows.map((row) => Object.values(row).join(" "));
}

const price = (article: number, shop: string, cents: number | null) =>
  new Price(BigInt(article), shop, cents === null ? null : BigInt(cents));

Deno.test("IntoTable keeps the last row of a key, of one batch, of one flush and of several", async () => {
  const batches = [
    [price(1, "a", 1), price(2, "a", 1), price(1, "a", 2), price(1, "b", 1)],
    [price(1, "a", 3), price(2, "a", null)],
    [price(3, "a", 1), price(1, "b", 2)],
  ];
  const expected = ["1 a 3", "1 b 2", "2 a ", "3 a 1"];
  assertEquals(await stored(batches), expected);
  assertEquals(await stored(batches, { chunk_size: 1 }), expected);
  assertEquals(await stored(batches, { buffer_max_records: 2 }), expected);
  assertEquals(await stored(batches, { buffer_max_age_s: 0 }), expected);
});

Deno.test("IntoTable tells keys apart by all of their columns, and by every character", async () => {
  const shops = ["", " ", "a", "A", "a ", "é", "e\u0301", "1,a", '"a"'];
  const rows = shops.flatMap((shop) => [price(1, shop, 1), price(11, shop, 2)]);
  assertEquals((await stored([rows, rows])).length, 18);
});

Deno.test("IntoTable replaces rows that have no member but their key", async () => {
  const url = memory();
  const sink = new IntoTable({
    payload: class Tag {
      constructor(readonly tag: string) {}
    },
    name: "tags",
    columns: { tag: "text" },
    key: ["tag"],
  });
  using reader = new DatabaseSync(url);
  const partition = await sink.buildPartition({ url, table: "tags" }, 0, 1);
  await partition.writeBatch([{ tag: "a" }, { tag: "b" }, { tag: "a" }]);
  await partition.close();
  assertEquals(reader.prepare("SELECT tag FROM tags").all().map(({ tag }) => tag), ["a", "b"]);
});

Deno.test("IntoTable refuses null in a key, and the batch with it", async () => {
  const wrong = { article: 1n, shop: null, cents: 1n } as unknown as Price;
  await assertRejects(
    () => stored([[price(1, "a", 1)], [price(2, "a", 1), wrong]]),
    TypeError,
    "Cannot store the row as shop must be a text without lone surrogates and U+0000: it is null",
  );
});

Deno.test("IntoTable refuses a key that is none, and one whose rows are to be numbered", () => {
  const make = (part: object) => () => new IntoTable({ ...options, ...part });
  assertThrows(make({ key: ["colour"] }), TypeError, "key must name columns");
  assertThrows(
    make({ columns: { ...options.columns, cents: "number" }, key: ["cents"] }),
    TypeError,
    "key must name columns that are no numbers: cents is number",
  );
  assertThrows(make({ sequence: "place" }), TypeError, "sequence must be missing");
  assertThrows(make({ key: [], sequence: "shop" }), TypeError, "a column of its own");
});

Deno.test("IntoTable refuses a table without a unique key, and one whose columns change values", async () => {
  const url = memory();
  using reader = new DatabaseSync(url);
  const build = (part: object = {}) =>
    new IntoTable({ ...options, ...part }).buildPartition({ url, table: "prices" }, 0, 1);
  reader.exec("CREATE TABLE prices (article INTEGER, shop TEXT, cents INTEGER) STRICT");
  await assertRejects(build, Error, "ON CONFLICT clause does not match any PRIMARY KEY or UNIQUE");
  reader.exec("CREATE UNIQUE INDEX by_key ON prices (article, shop)");
  await (await build()).close();
  await assertRejects(
    () => build({ key: [], sequence: "place" }),
    Error,
    'no column named "place"',
  );
  reader.exec("DROP TABLE prices");
  reader.exec("CREATE TABLE prices (article INTEGER, shop VARCHAR(8), cents REAL)");
  await assertRejects(
    build,
    Error,
    'its column "shop" must be TEXT: it is VARCHAR(8)',
  );
});

Deno.test("IntoTable numbers rows in a column of its own where it is asked to", async () => {
  const url = memory();
  using reader = new DatabaseSync(url);
  const { key: _, ...rest } = options;
  const sink = new IntoTable({ ...rest, sequence: "place" });
  for (const shop of ["b", "a"]) {
    const partition = await sink.buildPartition({ url, table: "prices" }, 0, 1);
    await partition.writeBatch([price(2, shop, 1), price(1, shop, 1)]);
    await partition.close();
  }
  const rows = reader.prepare("SELECT place, article, shop FROM prices ORDER BY place").all();
  assertEquals(rows.map((row) => Object.values(row).join(" ")), [
    "1 2 b",
    "2 1 b",
    "3 2 a",
    "4 1 a",
  ]);
});
