import { explainIntoSink, type NodeObservation } from "../../src/protocol/mod.ts";

type Members = ReadonlyMap<PropertyKey, unknown>;

/** Looks at a node before the first build; the function it gives looks again after the last call. */
export function observeNode(node: unknown): () => NodeObservation {
  const problems = explainIntoSink(node);
  const name = readMember(node, "name");
  const safe = readMember(node, "routerBranchSafe");
  const before = ownMembers(node);
  return () => ({
    problems,
    ...(typeof name === "string" && { name }),
    routerBranchSafe: [safe, readMember(node, "routerBranchSafe")],
    changed: difference(before, ownMembers(node)),
  });
}

function readMember(node: unknown, member: string): unknown {
  try {
    return (node as Record<string, unknown>)[member];
  } catch {
    return undefined;
  }
}

/** The own data members of a node; getters are left alone, since they may give another value each time. */
function ownMembers(node: unknown): Members {
  const members = new Map<PropertyKey, unknown>();
  if ((typeof node !== "object" && typeof node !== "function") || node === null) return members;
  try {
    for (const key of Reflect.ownKeys(node)) {
      const descriptor = Object.getOwnPropertyDescriptor(node, key);
      if (descriptor) members.set(key, "value" in descriptor ? descriptor.value : descriptor.get);
    }
  } catch {
    // A proxy may refuse to be listed: then nothing is known of its members.
  }
  return members;
}

function difference(before: Members, after: Members): readonly string[] {
  const changed: string[] = [];
  for (const [key, value] of after) {
    if (!before.has(key) || !Object.is(before.get(key), value)) changed.push(String(key));
  }
  for (const key of before.keys()) if (!after.has(key)) changed.push(String(key));
  return changed;
}
