import type { Call } from "../../../src/protocol/mod.ts";
import { thrownText } from "../../describe.ts";
import { anyOf, blamedOn, eachCall, earlierClose, harmToContents } from "../../judge/judges.ts";
import type { Rule } from "../../rule.ts";

/** A close after one that succeeded; a write between them is close.rejects-later-writes' affair. */
function repeats(call: Call, calls: readonly Call[]): boolean {
  const close = earlierClose(call, calls);
  return call.call === "close" && close?.outcome.kind === "returned" &&
    !calls.some(({ call: it, partition, start }) =>
      it === "write" && partition === call.partition && start > close.start && start < call.start
    );
}

/** The rule `close.idempotent`. */
export const rule: Rule<"close.idempotent"> = {
  id: "close.idempotent",
  level: "MUST",
  basis: "contract",
  needs: [],
  statement: "A second close does nothing: no error, no change.",
  intent: "Shutdown paths meet: a signal, the end of the input and a failed peer may each close.",
  notVerified: "Closes after a close that failed: see close.honest-after-failure.",
  hint: "Keep a closed flag, or make the release itself safe to repeat; empty the buffer when it " +
    "is flushed.",
  judge: anyOf(
    eachCall(
      repeats,
      (call) => {
        if (call.outcome.kind === "threw") {
          return `a second close threw ${thrownText(call.outcome.error)}`;
        }
        const change = harmToContents(call);
        return change === undefined ? undefined : `during a second close ${change}`;
      },
    ),
    blamedOn("repeated-close", "when each partition is closed once this does not happen"),
  ),
};
