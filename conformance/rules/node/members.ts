import type { Rule } from "../../rule.ts";

/** The rule `node.members`. */
export const rule: Rule<"node.members"> = {
  id: "node.members",
  level: "MUST",
  basis: "contract",
  needs: [],
  statement: "The node exposes payload, name, routerBranchSafe and a callable buildPartition.",
  intent:
    "Sinks are recognised by structure: a node that lacks a member is not seen as a sink, or " +
    "breaks the flow when it is used.",
  notVerified: "That the payload describes the events really written.",
  hint: "Compare the node with IntoSink; pass an instance and not its class; a member that is " +
    "computed must not throw.",
  judge: ({ trace: { node } }) =>
    // A name that is a string but empty is for node.named to judge.
    node?.problems.filter((problem) => node.name !== "" || !problem.startsWith("name "))
      .map((message) => ({ message })),
};
