import { processFiles } from "../../../conformance/execute/open_files.ts";
import { assert, assertEquals } from "../../assert.ts";

const linux = Deno.build.os === "linux";

Deno.test(
  "processFiles() gives nothing where the host has no table",
  { ignore: linux },
  async () => {
    assertEquals(await processFiles(), undefined);
  },
);

Deno.test(
  "processFiles() tells what is open for writing, and how large it is",
  { ignore: !linux },
  async () => {
    const table = (await processFiles())!;
    const folder = Deno.realPathSync(Deno.makeTempDirSync());
    const path = `${folder}/rows`;
    const writer = Deno.openSync(path, { write: true, create: true });
    const reader = Deno.openSync(path);
    try {
      const open = table.descriptors().filter((it) => table.target(it) === path);
      assertEquals(open.length, 2);
      const written = open.map((it) => table.written(it)).filter((it) => it !== undefined);
      assertEquals(written.map((it) => it.path), [path]);
      assertEquals(table.size(written[0]!), 0);
      writer.writeSync(new Uint8Array(7));
      assertEquals(table.size(written[0]!), 7);
      // Another file of that name is another file.
      Deno.renameSync(path, `${path}-before`);
      Deno.writeTextFileSync(path, "");
      assertEquals(table.size(written[0]!), undefined);
    } finally {
      writer.close();
      reader.close();
      Deno.removeSync(folder, { recursive: true });
    }
    assert(table.descriptors().every((it) => table.target(it) !== path));
  },
);
