import type { CallFault } from "../../src/protocol/mod.ts";
import { isThenable } from "../../src/protocol/thenable.ts";
import type { Fixture } from "../subject.ts";
import { callHook, type HookLimit } from "../subject/fixture.ts";
import { paceOf } from "./pace.ts";

/** From now on the operations of the storage take as long as follows from a number. */
export async function setPace<E>(
  { faults }: Fixture<E>,
  limit: HookLimit,
  pace: number,
): Promise<void> {
  const set = callHook("faults", limit, () => faults?.pace?.(paceOf(pace)));
  if (isThenable(set)) await set;
}

/** From now on the storage fails so; `null` heals it. */
export async function setFault<E>(
  { faults }: Fixture<E>,
  limit: HookLimit,
  fault: CallFault | null,
): Promise<void> {
  const set = callHook("faults", limit, () => {
    if (fault === null) return faults?.set(null);
    const { kind, after, times } = fault;
    if (after === undefined && times === undefined) return faults?.set(kind);
    return faults?.set(kind, {
      ...(after !== undefined && { after }),
      ...(times !== undefined && { times }),
    });
  });
  if (isThenable(set)) await set;
}
