import { copyOf, guarded, mutant, type MutantsOf } from "./mutant.ts";

/**
 * Broken sinks that the rule they belong to does not find yet. Kept so that nobody takes a kill matrix for all
 * there is, and so that the day a rule finds one is noticed: then it moves to the mutants.
 */
export const survivors: MutantsOf<"fault.surfaces"> = {
  "fault.surfaces": [
    mutant({
      name: "gives up quietly after three attempts",
      models: "A retry helper that returns undefined when its attempts are used up.",
      calls: 3,
      says: /the storage failed during that write, and the write did not say so/,
      faulty: true,
      build: (store) => () =>
        guarded(async (items) => {
          for (let attempt = 0; attempt < 3; attempt++) {
            if (await store.send(items).then(() => true, () => false)) return;
          }
        }),
    }),
    mutant({
      name: "swallows the failure of a request that follows an await",
      models: "A token fetched first, then an insert whose error is logged and dropped.",
      calls: 3,
      says: /the storage failed during that write, and the write did not say so/,
      faulty: true,
      build: (store) => () =>
        guarded(async (items) => {
          const rows = items.map(copyOf);
          await undefined;
          await store.send(rows).catch(() => {});
        }),
    }),
  ],
};
