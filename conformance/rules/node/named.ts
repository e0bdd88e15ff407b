import type { Rule } from "../../rule.ts";

/** The rule `node.named`. */
export const rule: Rule<"node.named"> = {
  id: "node.named",
  level: "MUST",
  basis: "adapter",
  needs: [],
  statement: "The name of the node is a non-empty string.",
  intent: "The name selects the section `streaming.sinks.<name>`: without one the flow does not " +
    "compile.",
  notVerified: "That a section of this name exists in any configuration.",
  hint: "Set name, or require it where the node is made.",
  judge: ({ trace: { node } }) => {
    if (node?.name === undefined) return undefined;
    return node.name === "" ? [{ message: 'the name of the node is ""' }] : [];
  },
};
