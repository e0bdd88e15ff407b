import { describeValue } from "../../describe.ts";
import type { Rule } from "../../rule.ts";

/** The rule `node.router-branch-safe`. */
export const rule: Rule<"node.router-branch-safe"> = {
  id: "node.router-branch-safe",
  level: "MUST",
  basis: "contract",
  needs: [],
  statement: "routerBranchSafe is true, and stays true.",
  intent:
    "Every sink may end a router branch; a node that says otherwise is refused there, and one " +
    "that changes its mind is refused now and then.",
  notVerified: "That the sink really works in a branch: the other rules do that.",
  hint: "Make it a constant member, not a getter.",
  judge: ({ trace: { node } }) => {
    if (!node || typeof node.routerBranchSafe[0] !== "boolean") return undefined;
    const [before, after] = node.routerBranchSafe;
    if (before !== true) return [{ message: `routerBranchSafe is ${before}` }];
    return after === true
      ? []
      : [{ message: `routerBranchSafe was true and became ${describeValue(after)}` }];
  },
};
