import { describe } from "../protocol/describe.ts";
import { Message, type MessageMeta, type Step } from "../flow/mod.ts";
import type { MaybePromise } from "../protocol/mod.ts";
import type { Payloads } from "./payloads.ts";
import { isThenable } from "../protocol/thenable.ts";

/** Takes a batch one stretch further; a promise only where something on the way gave one. */
export type Runner = (batch: Payloads) => MaybePromise<void>;

type Apply = (item: unknown) => unknown;

/** What a step makes of the result for one item. */
type Collect = (into: Collected, result: unknown, batch: Payloads, index: number) => void;

interface Collected {
  readonly items: unknown[];
  metas: Payloads["metas"];
}

/** Adds what a step made of an item. A step may give a message: its envelope goes on in place of the item's. */
function add(into: Collected, made: unknown, meta: MessageMeta | undefined): void {
  if (made instanceof Message) {
    into.metas ??= into.items.map(() => undefined);
    into.items.push(made.payload);
    into.metas.push(made.meta);
  } else {
    into.items.push(made);
    into.metas?.push(meta);
  }
}

const collectors: Readonly<Record<Step["kind"], Collect>> = {
  map(into, result, batch, index) {
    add(into, result, batch.metas?.[index]);
  },
  filter(into, kept, batch, index) {
    if (!kept) return;
    into.items.push(batch.items[index]);
    into.metas?.push(batch.metas?.[index]);
  },
  flatMap(into, results, batch, index) {
    for (const item of iterableOf(results)) add(into, item, batch.metas?.[index]);
  },
};

function iterableOf(results: unknown): Iterable<unknown> {
  if (typeof Object(results)[Symbol.iterator] === "function") return results as Iterable<unknown>;
  throw new TypeError(
    `Cannot go on after a flatMap as it must give an iterable of events: it gave ${
      describe(results)
    }`,
  );
}

/** Puts a step before a runner. An item is awaited before the next is begun; nothing left means nothing is run. */
export function stage(step: Step, next: Runner): Runner {
  const apply = step.apply as Apply;
  const collect = collectors[step.kind];
  return (batch) => {
    const into: Collected = { items: [], metas: batch.metas && [] };
    for (let i = 0; i < batch.items.length; i++) {
      const result = apply(batch.items[i]);
      if (isThenable(result)) return finish(apply, collect, into, batch, i, result, next);
      collect(into, result, batch, i);
    }
    return into.items.length === 0 ? undefined : next(into);
  };
}

/** The rest of a batch, from the first item whose result is a promise. */
async function finish(
  apply: Apply,
  collect: Collect,
  into: Collected,
  batch: Payloads,
  from: number,
  first: PromiseLike<unknown>,
  next: Runner,
): Promise<void> {
  collect(into, await first, batch, from);
  for (let i = from + 1; i < batch.items.length; i++) {
    const result = apply(batch.items[i]);
    collect(into, isThenable(result) ? await result : result, batch, i);
  }
  if (into.items.length > 0) await next(into);
}
