import { claimed } from "../../judge/claimed.ts";
import type { Rule } from "../../rule.ts";

/** The rule `workers.isolated-failure`. */
export const rule: Rule<"workers.isolated-failure"> = {
  id: "workers.isolated-failure",
  level: "MUST",
  basis: "engine",
  needs: ["a write that fails"],
  statement: "The failure of one worker loses no event of another, and fails none of its calls.",
  intent: "Healthy partitions get a normal close: what they were given must be there.",
  notVerified: "Processes that abort.",
  hint: "Look for a transaction, a connection or an error flag that the partitions share.",
  judge: claimed(
    "workers.isolated-failure",
    ({ trace: { calls } }) =>
      calls.some((failed) =>
        (failed.fault || failed.invalid) &&
        calls.some(({ call, partition, run }) =>
          call === "write" && run === failed.run && partition !== failed.partition
        )
      ),
  ),
};
