import type { Call, Trace, TraceGuarantees } from "../../src/protocol/mod.ts";
import { storesByItself } from "./background_failure.ts";
import { isUnclear } from "./failed_calls.ts";

/** What the storage owes of one written event, by what the calls reported and the sink claims. */
export interface Account {
  /** The call that brought it. */
  readonly write: Call;
  /**
   * `must`: what became of it was reported as done, so it is stored; `must-not`: it was refused, or has been
   * replaced by another of its key; `may`: it is pending, or the outcome of its write is not known.
   */
  readonly due: "must" | "may" | "must-not";
  /** Whether it has been replaced by a later event of its key. */
  readonly replaced?: true;
  /** Events of its key, any of which may stand in its place. */
  readonly unless?: readonly number[];
  /** How often it may be stored. */
  readonly atMost: number;
}

/** A moment of a trace: after so many starts and ends; `waited`: milliseconds after the last of these. */
export interface Moment {
  readonly time: number;
  readonly waited?: number;
}

/** The end of a trace. */
export const atTheEnd: Moment = { time: Infinity };

/**
 * The reference model: for every written event what the storage must, may and must not hold at a moment, and how
 * often. All that speaks of contents asks it. Events that were not written by then have no account.
 */
export function accountOf(trace: Trace, moment: Moment = atTheEnd): readonly Account[] {
  const past = pastOf(trace, moment);
  const accounts: Account[] = [];
  for (const write of past.calls) {
    if (write.call !== "write") continue;
    const due = dueOf(write, past);
    const atMost = past.unclear.has(write.partition) ? Infinity : 1;
    for (const event of write.events ?? []) accounts[event] = { write, due, atMost };
  }
  return trace.keys ? withoutReplaced(accounts, trace.keys) : accounts;
}

/** What is known of each partition at a moment. */
interface Past {
  readonly calls: readonly Call[];
  readonly moment: Moment;
  readonly guarantees: TraceGuarantees;
  readonly run: number;
  readonly closes: ReadonlyMap<number, readonly Call[]>;
  /** Partitions with a write that failed. */
  readonly failed: ReadonlySet<number>;
  /** Those of them where nobody knows why: what the storage made of it, and makes of the close, is open. */
  readonly unexplained: ReadonlySet<number>;
  /** Partitions that may have stored an event again: what became of a request of theirs is not known. */
  readonly unclear: ReadonlySet<number>;
}

function pastOf({ calls, guarantees = {} }: Trace, moment: Moment): Past {
  const past = moment.time === Infinity ? calls : calls.filter(({ start }) => start < moment.time);
  const closes = new Map<number, Call[]>();
  const [failed, unexplained, unclear] = [new Set<number>(), new Set<number>(), new Set<number>()];
  const exactly = guarantees.delivery === "exactly-once";
  for (const call of past) {
    if (call.call === "close") {
      const known = closes.get(call.partition);
      if (known) known.push(call);
      else closes.set(call.partition, [call]);
    }
    if (call.call === "write" && call.outcome.kind === "threw") {
      failed.add(call.partition);
      if (isUnexplained(call, closes)) unexplained.add(call.partition);
    }
    if (isUnclear(call) && storesByItself(guarantees) && !exactly) {
      for (const { call: its, partition } of past) if (its === "write") unclear.add(partition);
    }
    if ((isUnclear(call) || unexplained.has(call.partition)) && !exactly) {
      unclear.add(call.partition);
    }
  }
  return {
    calls: past,
    moment,
    guarantees,
    run: past.at(-1)?.run ?? 0,
    closes,
    failed,
    unexplained,
    unclear,
  };
}

/** Whether a write threw although the storage was not made to fail, and it had nothing to refuse. */
function isUnexplained(
  { fault, invalid, partition }: Call,
  closes: ReadonlyMap<number, readonly Call[]>,
): boolean {
  return !fault && !invalid && !closes.has(partition);
}

function dueOf(write: Call, past: Past): Account["due"] {
  const closes = past.closes.get(write.partition) ?? [];
  const earlier = closes.find(({ start }) => start < write.start);
  const late = earlier?.outcome.kind === "returned";
  if (write.outcome.kind === "unsettled") return "may";
  if (write.outcome.kind === "threw") {
    // What is refused is refused as a whole; a failure of the storage may have come after some of it.
    return (late || write.invalid) && !write.fault ? "must-not" : "may";
  }
  // With an event that it cannot hold, what the storage makes of the others is open.
  if (write.invalid) return "may";
  if (past.guarantees.restart === "replaces" && write.run < past.run) return "may";
  // After a close that failed, whether a partition counts as closed is open.
  if (earlier && !late) return "may";
  if (late || isDurable(write, past)) return "must";
  return isClosed(write, closes, past) ? "must" : "may";
}

/** Whether an event that must be stored is not, nor one in its place. */
export function isMissing(
  account: Account | undefined,
  event: number,
  isStored: (event: number) => boolean,
): boolean {
  return account?.due === "must" && !isStored(event) && !account.unless?.some(isStored);
}

function isDurable({ end }: Call, { guarantees: { durable }, moment }: Past): boolean {
  if (end === null || end >= moment.time && moment.waited === undefined) return false;
  if (durable === "on-write") return true;
  return typeof durable === "object" && (moment.waited ?? -1) >= durable.within;
}

/** Whether the partition was reported as closed: by its first close, or by one more after a close that failed. */
function isClosed(
  write: Call,
  closes: readonly Call[],
  { moment, failed, unexplained }: Past,
): boolean {
  const close = closes.find(({ outcome }) => outcome.kind === "returned");
  if (!close || close.end === null || close.end > moment.time) return false;
  // Nothing is owed by a close that could not reach the storage after a write that failed: it must not throw.
  return !(close.fault && failed.has(write.partition)) && !unexplained.has(write.partition);
}

/** Of the events of one key only the last one stays. */
function withoutReplaced(accounts: readonly Account[], keys: readonly string[]): Account[] {
  const settled = accounts.slice(); // Not spread: who has no account must stay a hole.
  const groups = Map.groupBy(accounts.keys().filter((event) => accounts[event]), (it) => keys[it]!);
  for (const group of groups.values()) {
    for (const event of group) {
      const account = accounts[event]!;
      const others = group.filter((it) => it !== event && accounts[it]!.due !== "must-not");
      // Events are numbered as they were written: of one partition the higher number came later.
      const later = others.filter((it) => {
        const { run, partition } = accounts[it]!.write;
        return run > account.write.run || partition === account.write.partition && it > event;
      });
      const beside = others.filter((it) => {
        const { run, partition } = accounts[it]!.write;
        return run === account.write.run && partition !== account.write.partition;
      });
      if (later.some((it) => accounts[it]!.due === "must")) {
        settled[event] = { ...account, due: "must-not", replaced: true };
      } else if (account.due === "must") {
        // Between the workers of one run there is no order: each of two may replace the other.
        settled[event] = { ...account, unless: [...later, ...beside] };
      }
    }
  }
  return settled;
}
