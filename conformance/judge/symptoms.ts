import type { Call, Trace } from "../../src/protocol/mod.ts";
import { count, thrownText } from "../describe.ts";

/** What can be wrong with the contents of a storage, or with a call that had no reason to fail. */
export type SymptomKind =
  | "lost"
  | "repeated"
  | "extra"
  | "altered"
  | "shuffled"
  | "swapped"
  | "refused";

/** One thing that is wrong in a trace, before anybody is blamed for it. */
export interface Symptom {
  /** What it is. */
  readonly kind: SymptomKind;
  /** The event it is about, by index. */
  readonly event?: number;
  /** The call it is about, by index. */
  readonly call?: number;
  /** It in a sentence without a full stop. */
  readonly text: string;
}

/** What the trace tells of every written event: who owes it, and how often it may be stored. */
interface Account {
  readonly write: Call;
  /**
   * Its write and the close of its partition were reported as done: it must be stored. Nothing is owed by a
   * close that could not reach the storage after a write that failed: it must not even throw.
   */
  readonly owed: boolean;
  /** It may be stored more than once: its write failed in an unclear way. */
  readonly ambiguous: boolean;
}

/** Everything that is wrong in a trace. Empty for a sink that kept all it was given. */
export function symptomsOf(trace: Trace): readonly Symptom[] {
  // With a configuration to refuse, whatever follows a build that took it is open.
  if (trace.given?.invalidKey !== undefined) return [];
  const refused = refusals(trace);
  if (!trace.contents || trace.calls.some(({ outcome }) => outcome.kind === "unsettled")) {
    return refused;
  }
  if (isExact(trace) && refused.length === 0) return [];
  return [...refused, ...contentSymptoms(trace)];
}

/** The quick way out for the usual case: everything written is there once, in the order of writing. */
function isExact({ contents, events, calls }: Trace): boolean {
  if (contents!.length !== events.length) return false;
  for (let index = 0; index < contents!.length; index++) {
    if (contents![index] !== index) return false;
  }
  return calls.every(({ outcome }) => outcome.kind === "returned");
}

/** Calls that threw although nothing was wrong with the storage or the arguments. */
function refusals({ calls, given }: Trace): Symptom[] {
  const symptoms: Symptom[] = [];
  const closed = new Set<number>();
  const broken = new Set<number>();
  const wrote = new Set<number>();
  calls.forEach((call, index) => {
    const { partition, outcome, fault } = call;
    // A second close that throws is for close.idempotent to judge, one without a write for close.without-write.
    if (call.call === "write") wrote.add(partition);
    const own = call.call === "close" && (closed.has(partition) || !wrote.has(partition));
    const excused = own || fault || call.invalid || broken.has(partition) ||
      closed.has(partition) && call.call === "write";
    if (outcome.kind === "threw") {
      // Without its usual arguments a build may refuse, as long as it says so.
      const refusal = call.call === "build" && given?.minimalArguments && outcome.error.isError;
      if (!excused && !refusal) {
        symptoms.push({
          kind: "refused",
          call: index,
          text: `${callText(call)} threw ${thrownText(outcome.error)}`,
        });
      }
      broken.add(partition);
    } else if (call.call === "close" && outcome.kind === "returned") closed.add(partition);
  });
  return symptoms;
}

/** `the write of 2 events to worker 0`. */
export function callText({ call, events, worker }: Call): string {
  if (call === "write") {
    return `the write of ${count(events?.length ?? 0, "event")} to worker ${worker}`;
  }
  return `the ${call} of worker ${worker}`;
}

function contentSymptoms(trace: Trace): Symptom[] {
  const accounts = accountsOf(trace);
  const places = new Map<number, number[]>();
  const symptoms: Symptom[] = [];
  trace.contents!.forEach((stored, place) => {
    const event = typeof stored === "number" ? stored : stored.event;
    if (event === undefined) {
      symptoms.push({ kind: "extra", text: `the storage holds a value that nobody wrote` });
      return;
    }
    if (typeof stored !== "number") {
      symptoms.push({ kind: "altered", event, text: `event ${event} is stored as another value` });
    }
    const known = places.get(event);
    if (known) known.push(place);
    else places.set(event, [place]);
  });
  accounts.forEach((account, event) => {
    const times = places.get(event)?.length ?? 0;
    const where = `written to worker ${account.write.worker}`;
    if (times === 0 && account.owed) {
      symptoms.push({ kind: "lost", event, text: `event ${event}, ${where}, is not stored` });
    }
    if (times > 1 && !account.ambiguous) {
      symptoms.push({
        kind: "repeated",
        event,
        text: `event ${event}, ${where}, is stored ${times} times`,
      });
    }
  });
  if (trace.guarantees?.order !== "none") symptoms.push(...disorder(trace, places));
  return symptoms;
}

/** Who owes what. An event that no call brought (it cannot be) would have no account. */
export function accountsOf(trace: Trace): readonly Account[] {
  const { calls } = trace;
  const firstClose = new Map<number, Call>();
  const lastRun = calls.at(-1)?.run ?? 0;
  for (const call of calls) {
    if (call.call === "close" && !firstClose.has(call.partition)) {
      firstClose.set(call.partition, call);
    }
  }
  const failed = new Set<number>();
  const unclear = new Set<number>();
  for (const { call, partition, outcome, fault } of calls) {
    if (call === "write" && outcome.kind === "threw") failed.add(partition);
    if (fault && fault.kind !== "reject") unclear.add(partition);
  }
  const replaced = (run: number) => trace.guarantees?.restart === "replaces" && run < lastRun;
  const accounts: Account[] = [];
  for (const write of calls) {
    if (write.call !== "write") continue;
    const close = firstClose.get(write.partition);
    const owed = write.outcome.kind === "returned" && close?.outcome.kind === "returned" &&
      write.start < close.start && !replaced(write.run) &&
      !(close.fault && failed.has(write.partition));
    const ambiguous = trace.guarantees?.delivery !== "exactly-once" && unclear.has(write.partition);
    for (const event of write.events ?? []) accounts[event] = { write, owed, ambiguous };
  }
  return accounts;
}

/** Events of one partition that stand in another order than they were written in. */
function disorder({ calls }: Trace, places: ReadonlyMap<number, readonly number[]>): Symptom[] {
  const symptoms: Symptom[] = [];
  const latest = new Map<number, { event: number; place: number; write: Call }>();
  for (const write of calls) {
    if (write.call !== "write" || write.outcome.kind !== "returned") continue;
    for (const event of write.events ?? []) {
      const place = places.get(event)?.[0];
      if (place === undefined) continue;
      const before = latest.get(write.partition);
      if (before && before.place > place) {
        const within = before.write === write;
        symptoms.push({
          kind: within ? "shuffled" : "swapped",
          event,
          text:
            `event ${event} stands before event ${before.event}, which worker ${write.worker} was ` +
            `given earlier${within ? " in the same batch" : ""}`,
        });
      } else latest.set(write.partition, { event, place, write });
    }
  }
  return symptoms;
}
