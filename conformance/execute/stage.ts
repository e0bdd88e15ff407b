import type { Contents, Trace } from "../../src/protocol/mod.ts";
import type { Fixture, Guarantees, Subject } from "../subject.ts";
import type { Census } from "./census.ts";
import type { Strays } from "./strays.ts";

/** What an execution needs beside its history; the same for every history of a check. */
export interface Stage<E> {
  /** The author's subject. */
  readonly subject: Subject<E>;
  /** Its guarantees with the defaults filled in. */
  readonly guarantees: Guarantees;
  /** The events that histories point into: distinct, and never handed out themselves. */
  readonly pool: readonly E[];
  /** Events that the storage cannot hold; empty when the subject names none. */
  readonly invalid: readonly unknown[];
  /** Milliseconds that a call of the sink or a hook may take. */
  readonly callLimit: number;
  /** Milliseconds that calls are left alone while the storage hangs, before it is healed. */
  readonly hangLimits: { readonly write: number; readonly close: number };
  /** Catches the errors that no call reports. */
  readonly strays: Strays;
  /** Lists what is open in the process. */
  readonly census: Census;
  /** Whether the census counts anything, so that an empty difference says something. */
  readonly counts: boolean;
}

/** What came of one execution. The fixture is still open: whoever executes also disposes it. */
export interface Executed<E> {
  /** What was observed. */
  readonly trace: Trace;
  /** The storage, after the last call. */
  readonly fixture: Fixture<E>;
  /** Whether a call of the sink returned a promise. */
  readonly asynchronous: boolean;
  /** Reads the contents as they are by now. */
  readAgain(): Promise<Contents>;
}
