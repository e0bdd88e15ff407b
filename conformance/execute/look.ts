import type { Contents } from "../../src/protocol/mod.ts";
import { LateHook } from "../subject/fixture.ts";
import { FixtureError } from "../subject/fixture_error.ts";
import type { CallRecord, LivePartition } from "./call_recorder.ts";

/** What a look at the storage gave: its contents, or why they cannot be read; neither when nobody looked. */
export interface Look {
  readonly contents?: Contents;
  readonly unreadable?: string;
}

/** Notes what was seen before and after a call. One reading alone says nothing of it. */
export function noteLook(record: CallRecord, before: Look, after: Look): void {
  if (before.contents && after.contents) {
    record.before = before.contents;
    record.after = after.contents;
  }
  if (after.unreadable !== undefined) record.unreadable = after.unreadable;
}

/** Notes what the latest call has left, unless one is in flight or somebody has looked since. */
export async function noteStep(
  calls: readonly CallRecord[],
  read: () => Promise<Look>,
): Promise<void> {
  let last: CallRecord | undefined;
  for (const call of calls) {
    if (call.end === null) return;
    if (!last || call.end > last.end!) last = call;
  }
  if (!last || last.after) return;
  const { contents } = await read();
  if (contents) last.after = contents;
}

/** Whether it is the storage that could not be read; a hook that does not settle is the fixture's fault alone. */
export function isUnreadable(error: unknown): error is FixtureError {
  return error instanceof FixtureError && error.hook === "read" && !(error instanceof LateHook);
}

/** Whether a partition is open, or has a call in flight. */
export function isOpen<E>({ partition, pending, closes }: LivePartition<E>): boolean {
  return pending !== undefined || partition !== undefined && closes === 0;
}
