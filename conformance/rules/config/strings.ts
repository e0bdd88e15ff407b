import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

/** The rule `config.strings`. */
export const rule: Rule<"config.strings"> = {
  id: "config.strings",
  level: "SHOULD",
  basis: "adapter",
  needs: ["stringConfig"],
  statement: "A configuration whose values are all strings means the same.",
  intent: "Values from the environment arrive as strings.",
  notVerified: "Keys that the subject's stringConfig leaves out.",
  hint: 'Convert at build: "false" is truthy, "10" + 1 is "101".',
  judge: claimed("config.strings"),
};
