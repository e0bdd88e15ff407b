import type { PlannedEnd, PlannedPath, PlannedRouter } from "../flow/mod.ts";
import { keyText } from "./key_text.ts";
import type { MaybePromise } from "../protocol/mod.ts";
import type { Payloads } from "./payloads.ts";
import { type Runner, stage } from "./stages.ts";
import { isThenable } from "../protocol/thenable.ts";

/** Makes one function of a path: steps first, then its end. A path of a sink alone is the sink's own runner. */
export function pipeline(path: PlannedPath, sinks: readonly Runner[]): Runner {
  return path.steps.reduceRight((next, step) => stage(step, next), runnerOf(path.end, sinks));
}

function runnerOf(end: PlannedEnd, sinks: readonly Runner[]): Runner {
  if (end.kind === "sink") return sinks[end.sink.index] as Runner;
  if (end.kind === "router") return routerOf(end, sinks);
  const branches = end.branches.map((branch) => pipeline(branch, sinks));
  // The items are shared with every branch, the array is not: a sink that changes it must not harm another.
  const shares = (batch: Payloads): Payloads[] =>
    branches.map((_, index) => index === 0 ? batch : { ...batch, items: batch.items.slice() });
  return (batch) => runEach(branches, shares(batch), 0);
}

function routerOf(router: PlannedRouter, sinks: readonly Runner[]): Runner {
  const branches = router.routes.map((route) => pipeline(route.path, sinks));
  const choose = chooser(router);
  return (batch) => {
    const shares = branches.map((): Payloads => ({ items: [], metas: batch.metas && [] }));
    batch.items.forEach((item, index) => {
      const share = shares[choose(item)];
      share?.items.push(item);
      share?.metas?.push(batch.metas?.[index]);
    });
    return runEach(branches, shares, 0);
  };
}

/** Gives the branch of an item by its place among the routes. */
function chooser(router: PlannedRouter): (item: unknown) => number {
  const { by, routes } = router;
  const otherwise = (explain: () => string): number => {
    if (router.default !== -1) return router.default;
    throw new Error(
      `Cannot route an event at ${router.path} as a branch must take every event: ${explain()}, and there is no default`,
    );
  };
  if (by === undefined) {
    const tests = routes.map((route) => route.when as ((item: unknown) => boolean) | undefined);
    return (item) => {
      const index = tests.findIndex((test) => test?.(item));
      return index === -1 ? otherwise(() => "no predicate holds") : index;
    };
  }
  const keyed = routes.filter((_, index) => index !== router.default);
  const places = new Map(keyed.map(({ label }, index) => [label, index]));
  return (item) => {
    const key = keyText(
      (by as (item: unknown) => unknown)(item),
      `route an event at ${router.path}`,
    );
    return places.get(key) ?? otherwise(() => `no route takes the key ${JSON.stringify(key)}`);
  };
}

/** Runs branches one after the other, each with its own share; an empty share is passed over. */
function runEach(
  branches: readonly Runner[],
  shares: readonly Payloads[],
  from: number,
): MaybePromise<void> {
  for (let i = from; i < branches.length; i++) {
    const share = shares[i];
    if (share === undefined || share.items.length === 0) continue;
    const result = branches[i]?.(share);
    if (isThenable(result)) return result.then(() => runEach(branches, shares, i + 1));
  }
}
