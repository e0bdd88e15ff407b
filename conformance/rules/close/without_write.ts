import type { Call } from "../../../src/protocol/mod.ts";
import { thrownText } from "../../describe.ts";
import { earlierClose, harmToContents } from "../../judge/judges.ts";
import type { Rule } from "../../rule.ts";

function wrote(close: Call, calls: readonly Call[]): boolean {
  return calls.some(({ call, partition, start }) =>
    call === "write" && partition === close.partition && start < close.start
  );
}

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
  judge: ({ trace, symptoms }) => {
    const { calls } = trace;
    const idle = calls.filter((call) =>
      call.call === "close" && !call.fault && !earlierClose(call, calls) && !wrote(call, calls)
    );
    if (idle.length === 0) return undefined;
    const threw = idle.find(({ outcome }) => outcome.kind === "threw");
    if (threw?.outcome.kind === "threw") {
      return [{
        message: `a close without a write before it threw ${thrownText(threw.outcome.error)}`,
      }];
    }
    const change = idle.map(harmToContents).find((text) => text !== undefined);
    if (change !== undefined) {
      return [{ message: `during a close without a write before it ${change}` }];
    }
    const nothingWritten = !calls.some(({ call, events }) =>
      call === "write" && (events?.length ?? 0) > 0
    );
    const extra = symptoms.find(({ kind }) => kind === "extra");
    return nothingWritten && extra
      ? [{ message: `${extra.text}; no event was written at all` }]
      : [];
  },
};
