/** Every member that the suite calls, by everything that a hostile one may do. */
import { endless, exits, type Hostile, odd, type Parts, subjectOf } from "./hostile.ts";
import * as fc from "fast-check";

/** Puts a deed in the place of a member. */
type Place = (does: () => unknown) => Parts;

/** The members of a subject and its fixture that may be asynchronous. */
const waited: Readonly<Record<string, Place>> = {
  open: (open) => ({ subject: { open } }),
  read: (read) => ({ fixture: () => ({ read }) }),
  dispose: (does) => ({ fixture: () => ({ [Symbol.asyncDispose]: does }) }),
  faults: (set) => ({ fixture: () => ({ faults: { set } }) }),
  openResources: (openResources) => ({ fixture: () => ({ openResources }) }),
};

/** Those that may not. */
const immediate: Readonly<Record<string, Place>> = {
  identity: (identity) => ({ subject: { identity } }),
  key: (key) => ({ subject: { key } }),
  equal: (equal) => ({ subject: { equal } }),
  copy: (copy) => ({ subject: { copy } }),
  events: (does) => ({ subject: { events: fc.nat().map(does) } }),
  invalidEvents: (does) => ({ subject: { invalidEvents: fc.nat().map(does) } }),
};

/** What the sink itself is called for. */
const ofSink: Readonly<Record<string, Place>> = {
  buildPartition: (buildPartition) => ({ node: { buildPartition } }),
  writeBatch: (writeBatch) => ({ partition: () => ({ writeBatch }) }),
  close: (close) => ({ partition: () => ({ close }) }),
};

function* hooks(): Iterable<Hostile> {
  for (const [hook, place] of Object.entries({ ...waited, ...immediate })) {
    const row = (deed: string, does: () => unknown, line: string): Hostile => ({
      subject: subjectOf(`${hook} ${deed}`, place(does)),
      code: 2,
      line,
    });
    const mayWait = Object.hasOwn(waited, hook);
    for (const [deed, does] of Object.entries(endless).slice(0, mayWait ? 2 : 1)) {
      yield row(deed, does, `of subject "${hook} ${deed}" did not return within 400 ms`);
    }
    for (const [deed, { does, words }] of Object.entries(exits).slice(0, mayWait ? 5 : 1)) {
      yield row(deed, does, `as ${hook} must not end the process: it called ${words}`);
    }
    for (const [deed, { does, words }] of Object.entries(odd).slice(0, mayWait ? 6 : 1)) {
      yield row(deed, does, `as ${hook} must not throw: it threw ${words}`);
    }
    if (!mayWait) continue;
    yield row(
      "never settles",
      () => new Promise(() => {}),
      `as ${hook} must settle: nothing came within 400 ms`,
    );
  }
}

function* calls(): Iterable<Hostile> {
  for (const [member, place] of Object.entries(ofSink)) {
    const row = (deed: string, does: () => unknown, line: string): Hostile => ({
      subject: subjectOf(`${member} ${deed}`, place(does)),
      code: 1,
      line,
    });
    for (const [deed, does] of Object.entries(endless)) {
      yield row(
        deed,
        does,
        `${member}() of subject "${member} ${deed}" did not return within 300 ms`,
      );
    }
    for (const [deed, { does, words }] of Object.entries(exits)) {
      yield row(deed, does, `MUST calls.no-stray-errors|${words}`);
    }
    for (const [deed, { does, words }] of Object.entries(odd)) {
      yield row(deed, does, `${member === "close" ? "close" : "MUST"}|${words}`);
    }
    yield row("never settles", () => new Promise(() => {}), "MUST calls.settle");
  }
}

/** The rows, those of hooks and those of the sink, each group with a sound subject at its end. */
export const hookRows: readonly Hostile[] = [...hooks(), soundRow()];
/** The same of the sink. */
export const callRows: readonly Hostile[] = [...calls(), soundRow()];

/** What comes behind the hostile ones is checked all the same. */
function soundRow(): Hostile {
  return { subject: subjectOf("a sound one"), code: 0, line: "a sound one conforms" };
}
