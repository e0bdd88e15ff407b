import { callText } from "../../judge/anomalies.ts";
import type { Rule } from "../../rule.ts";

/** The rule `bridge.cancellable`. */
export const rule: Rule<"bridge.cancellable"> = {
  id: "bridge.cancellable",
  level: "SHOULD",
  basis: "adapter",
  needs: ["faults"],
  statement: "A task whose time has run out honours its signal.",
  intent: "The bridge gives up on it and tells the caller; a task that goes on writes behind " +
    "everybody's back.",
  notVerified: "Tasks without a timeout.",
  hint:
    "Pass the signal on to the client; what the client cannot cancel is raced against the signal.",
  silent: "it runs no task with a timeout on the bridge",
  judge: ({ trace: { calls } }) => {
    const expired = calls.flatMap((call, index) =>
      (call.tasks ?? []).filter(({ aborted }) => aborted).map((task) => ({ call, index, task }))
    );
    if (expired.length === 0) return undefined;
    return expired.filter(({ task }) => task.aborted === "ignored").slice(0, 1).map((
      { call, index },
    ) => ({
      message: `a bridge task of ${
        callText(call)
      } had not ended when its time had run out and its signal was aborted`,
      calls: [index],
    }));
  },
};
