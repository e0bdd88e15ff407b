import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

/** The rule `close.without-write`. */
export const rule: Rule<"close.without-write"> = {
  id: "close.without-write",
  level: "MUST",
  basis: "contract",
  needs: [],
  statement: "A close with no write before it succeeds and stores nothing.",
  intent: "Most workers of a small source only build and close.",
  notVerified: "Leaks of such a partition: see close.releases.",
  hint: "Look for a cursor, a writer or a file that only the first write opens, and for a footer " +
    "written regardless.",
  judge: claimed("close.without-write"),
};
