import { observeNode } from "../../../conformance/execute/node.ts";
import { assertEquals } from "../../assert.ts";

function nodeOf(members: object = {}): Record<string, unknown> {
  return {
    payload: String,
    name: "rows",
    routerBranchSafe: true,
    buildPartition: () => {},
    ...members,
  };
}

Deno.test("observeNode() finds nothing in a node that stays as it was", () => {
  assertEquals(observeNode(nodeOf())(), {
    problems: [],
    name: "rows",
    routerBranchSafe: [true, true],
    changed: [],
  });
});

Deno.test("observeNode() names the members that were added, removed or given another value", () => {
  const node = nodeOf();
  const afterwards = observeNode(node);
  node["client"] = {};
  node["name"] = "other";
  delete node["payload"];
  assertEquals(afterwards().changed, ["name", "client", "payload"]);
});

Deno.test("observeNode() sees a flag that flips", () => {
  let reads = 0;
  const node = nodeOf();
  Object.defineProperty(node, "routerBranchSafe", { get: () => ++reads <= 2 });
  assertEquals(observeNode(node)().routerBranchSafe, [true, false]);
});

Deno.test("observeNode() survives what is no object, and getters and proxies that throw", () => {
  const throwing = () => {
    throw new Error("no");
  };
  const hostile = new Proxy({}, { get: throwing, ownKeys: throwing });
  for (const node of [null, undefined, 7, hostile]) {
    const { problems, routerBranchSafe, changed } = observeNode(node)();
    assertEquals(problems.length > 0, true);
    assertEquals([routerBranchSafe, changed], [[undefined, undefined], []]);
  }
});
