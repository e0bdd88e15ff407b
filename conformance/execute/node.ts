import { explainIntoSink, type NodeObservation } from "../../src/protocol/mod.ts";
import { copyPlain, samePlain } from "../values/config.ts";

type Members = ReadonlyMap<PropertyKey, unknown>;

/** Looks at a node before the first build; the function it gives looks again after the last call. */
export function observeNode(node: unknown): () => NodeObservation {
  const problems = explainIntoSink(node);
  const name = nodeMember(node, "name");
  const safe = nodeMember(node, "routerBranchSafe");
  const before = ownMembers(node);
  return () => ({
    problems,
    ...(typeof name === "string" && { name }),
    routerBranchSafe: [safe, nodeMember(node, "routerBranchSafe")],
    changed: difference(before, ownMembers(node)),
  });
}

/** The own data members of a node; getters are left alone, since they may give another value each time. */
function ownMembers(node: unknown): Members {
  const members = new Map<PropertyKey, unknown>();
  if ((typeof node !== "object" && typeof node !== "function") || node === null) return members;
  try {
    for (const key of Reflect.ownKeys(node)) {
      const descriptor = Object.getOwnPropertyDescriptor(node, key);
      if (!descriptor) continue;
      // Plain data within it is the node's as well; what else it holds has a life of its own.
      members.set(key, "value" in descriptor ? copyPlain(descriptor.value) : descriptor.get);
    }
  } catch {
    // A proxy may refuse to be listed: then nothing is known of its members.
  }
  return members;
}

function difference(before: Members, after: Members): readonly string[] {
  const changed: string[] = [];
  for (const [key, value] of after) {
    if (!before.has(key) || !samePlain(before.get(key), value)) changed.push(String(key));
  }
  for (const key of before.keys()) if (!after.has(key)) changed.push(String(key));
  return changed;
}

/** Freezes a node. */
export function freezeNode(node: unknown): void {
  try {
    Object.freeze(node);
  } catch {
    // A proxy may refuse to be frozen: it is driven as it is.
  }
}

/** A member of a node, whatever reading it does. */
export function nodeMember(node: unknown, member: string): unknown {
  try {
    return (node as Record<string, unknown>)[member];
  } catch {
    return undefined; // A getter that throws: node.members reports it.
  }
}
