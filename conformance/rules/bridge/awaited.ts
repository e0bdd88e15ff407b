import { callText } from "../../judge/anomalies.ts";
import type { Rule } from "../../rule.ts";

/** The rule `bridge.awaited`. */
export const rule: Rule<"bridge.awaited"> = {
  id: "bridge.awaited",
  level: "MUST",
  basis: "adapter",
  needs: [],
  statement: "No bridge task is started after its call, and none goes on for ever.",
  intent:
    "The runtime waits for the tasks of a call before it goes on, and knows none that starts " +
    "later.",
  notVerified:
    "A task that the call starts and does not await: the bridge waits for it, and its error " +
    "is the call's. Work that a task leaves behind without the bridge: see close.quiescent.",
  hint: "Start every task within writeBatch or close: not in a timer, nor in a floating promise.",
  silent: "it runs nothing on the bridge",
  judge: ({ trace: { calls } }) => {
    const tasks = calls.flatMap((call, index) =>
      (call.tasks ?? []).map((task) => ({ call, index, task }))
    );
    if (tasks.length === 0) return undefined;
    return tasks.filter(({ task }) => task.started === "after" || task.outcome === "unsettled")
      .slice(0, 1)
      .map(({ call, index }) => ({
        message: `a bridge task was still to come when ${callText(call)} had settled`,
        calls: [index],
      }));
  },
};
