import { claimed } from "../../judge/claimed.ts";
import { anyOf } from "../../judge/judges.ts";
import type { Rule } from "../../rule.ts";

/** The rule `node.immutable`. */
export const rule: Rule<"node.immutable"> = {
  id: "node.immutable",
  level: "MUST",
  basis: "contract",
  needs: [],
  statement: "Building and running leave the node unchanged, and a frozen node works.",
  intent:
    "A node may stand in several places and serve several workers: state kept on it is shared " +
    "by all of them.",
  notVerified:
    "State outside the node's own members and the plain data in them: a private field, an object " +
    "of a class, or a variable of its module.",
  hint: "Move what the build makes (a client, a counter) into the partition.",
  judge: anyOf(
    ({ trace: { node, calls } }) => {
      if (!node || calls.length === 0) return undefined;
      return node.changed.slice(0, 1).map((member) => ({
        message: `the node has another ${member} than before its first build`,
      }));
    },
    claimed("node.immutable"),
  ),
};
