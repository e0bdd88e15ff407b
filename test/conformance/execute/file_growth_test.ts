import { FileGrowth } from "../../../conformance/execute/file_growth.ts";
import type { FileTable } from "../../../conformance/execute/open_files.ts";
import { assertEquals } from "../../assert.ts";

/** A table by hand: the sizes of files by path, and which of them are open for writing by which descriptor. */
function tableOf(sizes: Map<string, number>, open: Map<string, string>): FileTable {
  return {
    descriptors: () => [...open.keys()],
    target: (descriptor) => open.get(descriptor),
    written(descriptor) {
      const path = open.get(descriptor)!;
      return path.startsWith("read only") ? undefined : { identity: path, path };
    },
    size: ({ path }) => sizes.get(path),
  };
}

function grownOf(
  act: (growth: FileGrowth, sizes: Map<string, number>, open: Map<string, string>) => void,
) {
  const sizes = new Map([["before", 0]]);
  const open = new Map([["1", "before"]]);
  const growth = new FileGrowth(tableOf(sizes, open));
  act(growth, sizes, open);
  return growth.grown().map(({ path }) => path);
}

Deno.test("FileGrowth names a file that was open and grows once the last call has settled", () => {
  const grown = grownOf((growth, sizes, open) => {
    open.set("2", "own");
    sizes.set("own", 0);
    growth.look();
    sizes.set("own", 5);
    growth.settled();
    open.delete("2");
    sizes.set("own", 9);
  });
  assertEquals(grown, ["own"]);
});

Deno.test("FileGrowth names a file that is opened once the last call has settled", () => {
  const grown = grownOf((growth, sizes, open) => {
    growth.settled();
    open.set("2", "own");
    sizes.set("own", 0);
    growth.look();
    sizes.set("own", 9);
  });
  assertEquals(grown, ["own"]);
});

Deno.test("FileGrowth leaves out what has grown before the last call settled, and is still open", () => {
  const grown = grownOf((growth, sizes, open) => {
    open.set("2", "own");
    sizes.set("own", 0);
    growth.look();
    sizes.set("own", 9);
    growth.settled();
    growth.look();
  });
  assertEquals(grown, []);
});

Deno.test("FileGrowth leaves out what was open before the first call, by whatever descriptor", () => {
  const grown = grownOf((growth, sizes, open) => {
    open.set("2", "before");
    growth.settled();
    sizes.set("before", 9);
  });
  assertEquals(grown, []);
});

Deno.test("FileGrowth leaves out what is open for reading", () => {
  const grown = grownOf((growth, sizes, open) => {
    open.set("2", "read only");
    sizes.set("read only", 0);
    growth.settled();
    sizes.set("read only", 9);
  });
  assertEquals(grown, []);
});

Deno.test("FileGrowth tells a descriptor that was closed and given again", () => {
  const grown = grownOf((growth, sizes, open) => {
    open.set("2", "first");
    sizes.set("first", 1);
    growth.look();
    open.set("2", "second");
    sizes.set("second", 0);
    growth.settled();
    sizes.set("second", 9);
  });
  assertEquals(grown, ["second"]);
});

Deno.test("FileGrowth names nothing where the storage was read before the last call", () => {
  const grown = grownOf((growth, sizes, open) => {
    growth.read();
    open.set("2", "own");
    sizes.set("own", 0);
    growth.settled();
    growth.read();
    sizes.set("own", 9);
  });
  assertEquals(grown, []);
});

Deno.test("FileGrowth names nothing where a call has not settled", () => {
  const grown = grownOf((growth, sizes, open) => {
    open.set("2", "own");
    sizes.set("own", 0);
    growth.look();
    sizes.set("own", 9);
  });
  assertEquals(grown, []);
});

Deno.test("FileGrowth tells whether a file has gone that has grown", () => {
  const sizes = new Map([["own", 1], ["other", 1]]);
  const growth = new FileGrowth(tableOf(sizes, new Map()));
  const [own, other] = ["own", "other"].map((path) => ({ identity: path, path }));
  sizes.delete("own");
  assertEquals([growth.isGone([own!, other!]), growth.isGone([other!]), growth.isGone([])], [
    true,
    false,
    false,
  ]);
});
