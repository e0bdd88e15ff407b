import type { Call, Trace } from "../../src/protocol/mod.ts";
import type { Judge } from "../rule.ts";
import type { Symptom } from "./symptoms.ts";

/** Judges and questions about histories in which the storage failed, or an event could not be stored. */

/**
 * Where the failure was that a symptom goes away with, seen from the partition that suffers: in another
 * partition of its run (`peer`) or of an earlier one (`fresh`); in the write of the event itself, in the
 * close, or in another call of the same partition (`earlier`).
 */
type Place = "peer" | "fresh" | "write" | "close" | "earlier";

/** Red when something is lost, repeated or refused only because the storage failed at this place. */
export function blamedOnFailure(place: Place, because: string): Judge {
  return ({ trace, symptoms, blamed }) => {
    if (!trace.calls.some(isFailure)) return undefined;
    const found = symptoms.find((symptom) =>
      // What is stored twice after an unclear failure is for fault.no-duplicates to judge.
      symptom.kind !== "repeated" &&
      (blamed.get(symptom.kind) === "fault" || blamed.get(symptom.kind) === "invalid-event") &&
      placeOf(symptom, trace) === place
    );
    if (found) return [{ message: `${found.text}; ${because}` }];
    return exercised(place, trace) ? [] : undefined;
  };
}

function isFailure({ fault, invalid }: Call): boolean {
  return fault !== undefined || invalid !== undefined;
}

/** Whether a history could have shown a symptom at this place; the rules of the others know it themselves. */
function exercised(place: Place, { calls }: Trace): boolean {
  if (place === "write") return calls.some(({ call, fault }) => call === "write" && fault);
  if (place !== "peer") return false;
  return calls.some((failed) =>
    isFailure(failed) &&
    calls.some(({ call, partition, run }) =>
      call === "write" && run === failed.run && partition !== failed.partition
    )
  );
}

function placeOf(symptom: Symptom, { calls }: Trace): Place | undefined {
  const victim = symptom.call === undefined
    ? calls.find(({ events }) => events?.includes(symptom.event ?? -1))
    : calls[symptom.call];
  if (!victim) return undefined;
  const own = calls.filter((call) => isFailure(call) && call.partition === victim.partition);
  if (own.length === 0) {
    return calls.some((call) => isFailure(call) && call.run === victim.run) ? "peer" : "fresh";
  }
  const close = own.some(({ call }) => call === "close");
  const threw = own.some(({ call, outcome }) => call === "write" && outcome.kind === "threw");
  // When the storage failed in two calls, either may be the cause: another history tells them apart.
  if (isFailure(victim)) return victim.call === "write" && (close || threw) ? undefined : "write";
  return close && !threw ? "close" : "earlier";
}

/** The write that failed before this close, on the same partition. */
export function failedWrite(close: Call, calls: readonly Call[]): Call | undefined {
  return calls.find((call) =>
    call.call === "write" && call.partition === close.partition && call.start < close.start &&
    call.outcome.kind === "threw"
  );
}

/** Whether a write of this partition failed. */
export function failedWriteOf(partition: number, calls: readonly Call[]): boolean {
  return calls.some((call) =>
    call.call === "write" && call.partition === partition && call.outcome.kind === "threw"
  );
}

/** The events that a partition accepted before a moment. */
export function acceptedBy(
  partition: number,
  moment: number,
  calls: readonly Call[],
): readonly number[] {
  return calls.flatMap((call) =>
    call.call === "write" && call.partition === partition && call.start < moment &&
      call.outcome.kind === "returned"
      ? call.events ?? []
      : []
  );
}
