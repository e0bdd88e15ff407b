/** Every member that the suite calls, by everything that a hostile one may do. */
import * as fc from "fast-check";
import { endless, exits, type Hostile, limit, odd, type Parts, subjectOf } from "./hostile.ts";
import { getterRows } from "./specials.ts";

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

/** Each hook does all it may; those that are not waited for a little of it. */
function* hooks(): Iterable<Hostile> {
  for (const [hook, place] of Object.entries({ ...waited, ...immediate })) {
    const row = rowsOf(hook, place, 2);
    const most = Object.hasOwn(waited, hook) ? Infinity : 1;
    for (const [deed, { does, words }] of Object.entries(exits).slice(0, most)) {
      yield row(deed, does, `as ${hook} must not end the process: it called ${words}`);
    }
    for (const [deed, { does, words }] of Object.entries(odd).slice(0, most)) {
      yield row(deed, does, `as ${hook} must not throw: it threw ${words}`);
    }
    if (most === 1) continue;
    yield row(
      "never settles",
      () => new Promise(() => {}),
      `as ${hook} must settle: nothing came within ${limit.hook} ms`,
    );
  }
}

/** A write does all it may; a build and a close a little of it, as each check that fails takes its time. */
function* calls(): Iterable<Hostile> {
  for (const [member, place] of Object.entries(ofSink)) {
    const row = rowsOf(member, place, 1);
    const most = member === "writeBatch" ? Infinity : 2;
    for (const [deed, { does, words }] of Object.entries(exits).slice(0, most)) {
      yield row(deed, does, `MUST calls.no-stray-errors|${words}`);
    }
    for (const [deed, { does, words }] of Object.entries(odd).slice(0, most)) {
      yield row(deed, does, `does not conform|${words}`);
    }
    yield row("never settles", () => new Promise(() => {}), "MUST calls.settle");
  }
}

/** What is ended from outside, each in a process of its own: an endless loop that was ended goes on for a while. */
function* endlessMembers(): Iterable<Hostile> {
  for (const [member, place] of Object.entries({ ...waited, ...immediate, ...ofSink })) {
    const isSink = Object.hasOwn(ofSink, member);
    const row = rowsOf(member, place, isSink ? 1 : 2);
    const most = Object.hasOwn(immediate, member) ? 1 : 2;
    for (const [deed, does] of Object.entries(endless).slice(0, most)) {
      const ms = isSink ? limit.write : limit.hook;
      yield row(
        deed,
        does,
        `of subject "${member} ${deed}" did not return within ${ms.toLocaleString("en")} ms`,
      );
    }
  }
}

/** Makes the rows of one member. */
function rowsOf(member: string, place: Place, code: Hostile["code"]) {
  return (deed: string, does: () => unknown, line: string): Hostile => ({
    subject: subjectOf(`${member} ${deed}`, place(does)),
    code,
    line,
  });
}

/** What comes behind the hostile ones is checked all the same. */
const sound: Hostile = {
  subject: subjectOf("a sound one"),
  code: 0,
  line: "a sound one conforms",
};

/** The hooks of a subject and its fixture. */
export const hookRows: readonly Hostile[] = [...hooks(), sound];
/** The calls of a sink. */
export const callRows: readonly Hostile[] = [...calls(), sound];
/** Every member that never returns. */
export const endlessRows: readonly Hostile[] = [...endlessMembers(), ...getterRows];
