import type { Rule } from "../../rule.ts";

/** The rule `close.shared-resources`. */
export const rule: Rule<"close.shared-resources"> = {
  id: "close.shared-resources",
  level: "MUST",
  basis: "adapter",
  needs: [],
  statement:
    "A partition releases what it opened, and once: it never shuts down the bridge, nor disposes the session manager.",
  intent: "They are lent: the next partition of the process finds a dead pool.",
  notVerified:
    "A session manager whose owner's methods have other names than shutdown, dispose, close, " +
    "destroy or end.",
  hint: "Close the sessions you opened, and leave the manager to its owner.",
  judge: ({ trace: { seized, leaked, calls } }) => {
    if (!calls.some(({ call }) => call === "close")) return undefined;
    const open = leaked?.["resource"] ?? 0;
    if (open < 0) {
      return [{ message: `more was released than was open: openResources gives ${open}` }];
    }
    return (seized ?? []).slice(0, 1).map((method) => ({
      message: `a partition called ${method}, which belongs to its owner`,
    }));
  },
};
