import type { Hook } from "./fixture_error.ts";
import type { Subject } from "../subject.ts";

/** What the suite calls of a sink; `node` stands for its members, which it reads. */
export type SinkMember = "node" | "buildPartition" | "writeBatch" | "close";

/** Whether it is the sink's, and not the subject's. */
export function isSinkMember(member: Hook | SinkMember): member is SinkMember {
  const all: readonly string[] = ["node", "buildPartition", "writeBatch", "close"];
  return all.includes(member);
}

/** Is told which part of an author's code runs, for who must say so once it never gives the thread back. */
export interface Watch {
  /** It begins. */
  enter(member: Hook | SinkMember): void;
  /** What was entered last is done: it returned, or its promise settled. */
  leave(): void;
}

/** Tells several of it. */
export function toldTo(...watches: readonly Watch[]): Watch {
  return {
    enter: (member) => watches.forEach((watch) => watch.enter(member)),
    leave: () => watches.forEach((watch) => watch.leave()),
  };
}

/** A subject whose functions tell that they run; for `open` and the fixture the calls of hooks do so. */
export function watchedSubject<E>(subject: Subject<E>, watch: Watch): Subject<E> {
  const told =
    <Args extends unknown[], R>(member: Hook, call: (...args: Args) => R) => (...args: Args): R => {
      watch.enter(member);
      try {
        return call(...args);
      } finally {
        watch.leave();
      }
    };
  const { identity, key, copy, equal } = subject;
  return {
    ...subject,
    ...(identity && { identity: told("identity", identity) }),
    ...(key && { key: told("key", key) }),
    ...(copy && { copy: told("copy", copy) }),
    ...(equal && { equal: told("equal", equal) }),
  };
}
