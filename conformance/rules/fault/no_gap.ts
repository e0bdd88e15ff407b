import { earlierClose, holds, storedEvents } from "../../judge/judges.ts";
import type { Rule } from "../../rule.ts";

/** The rule `fault.no-gap`. */
export const rule: Rule<"fault.no-gap"> = {
  id: "fault.no-gap",
  level: "SHOULD",
  basis: "engine",
  needs: ["faults", "guarantees.order = worker"],
  statement: "After a failed write, close does not store later events while it drops earlier ones.",
  intent:
    "An engine that resumes where it stopped takes the last stored event for the end of all " +
    "stored ones.",
  notVerified: "Gaps that a later run would leave.",
  hint: "Stop at the first chunk that fails; do not go on with the next.",
  silent: "no write of it failed: it reaches its storage in close alone",
  judge: ({ trace: { calls, contents, guarantees }, symptoms, blamed }) => {
    const failed = calls.filter((call) =>
      call.call === "write" && call.fault && call.outcome.kind === "threw" &&
      !earlierClose(call, calls)
    );
    if (failed.length === 0 || !contents || guarantees?.order === "none") return undefined;
    // What is lost without any failure is a gap of its own, and not this rule's.
    if (symptoms.some(({ kind }) => kind === "lost") && blamed.get("lost") !== "fault") {
      return holds;
    }
    const stored = storedEvents(contents);
    return failed.flatMap(({ partition }) => {
      const events = calls.flatMap((call) =>
        call.call === "write" && call.partition === partition ? call.events ?? [] : []
      );
      const gap = events.findIndex((event) => !stored.has(event));
      const later = gap < 0 ? undefined : events.slice(gap).find((event) => stored.has(event));
      return later === undefined ? [] : [{
        message: `event ${later} is stored although event ${
          events[gap]
        }, which came before it, is not`,
      }];
    }).slice(0, 1);
  },
};
