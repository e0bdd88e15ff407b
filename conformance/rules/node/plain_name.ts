import type { Rule } from "../../rule.ts";

/** The rule `node.plain-name`. */
export const rule: Rule<"node.plain-name"> = {
  id: "node.plain-name",
  level: "SHOULD",
  basis: "adapter",
  needs: [],
  statement: "The name of the node has no dot.",
  intent: "A dotted name reads a nested section: `eu.orders` looks for `orders` inside `eu`.",
  notVerified: "Whether a nested section is what the author meant.",
  hint: "Use a dash or an underscore.",
  judge: ({ trace: { node } }) => {
    if (node?.name === undefined) return undefined;
    return node.name.includes(".")
      ? [{
        message: `the name of the node, ${
          JSON.stringify(node.name)
        }, has a dot: it reads a nested section`,
      }]
      : [];
  },
};
