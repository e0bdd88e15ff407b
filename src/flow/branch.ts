import type { FlowNode } from "./flow.ts";

/** The nodes of a branch, ending as a process does; a sink that stands alone needs no array. */
export type Branch = readonly FlowNode[] | FlowNode;

/** The nodes of a branch as an array. */
export function nodesOf(branch: Branch): readonly FlowNode[] {
  return Array.isArray(branch) ? branch : [branch as FlowNode];
}
