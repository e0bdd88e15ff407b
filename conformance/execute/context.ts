import type { Trace } from "../../src/protocol/mod.ts";
import type { Clock } from "../../src/bridge/clock.ts";
import type { HookLimit } from "../subject/fixture.ts";
import type { Pool, Supply } from "../subject/pool.ts";
import type { Guarantees, Subject } from "../subject.ts";
import type { GrowthLook } from "./file_growth.ts";
import type { Look } from "./look.ts";
import type { Census } from "./open_resources.ts";
import type { StrayErrors, StrayListener } from "./stray_errors.ts";

/** What an execution needs beside its history; the same for every history of a check. */
export interface Context<E> {
  /** The author's subject. */
  readonly subject: Subject<E>;
  /** Its guarantees with the defaults filled in. */
  readonly guarantees: Guarantees;
  /** The events that histories point into: distinct. */
  readonly pool: Supply<E>;
  /** Events that the storage cannot hold; empty when the subject names none. */
  readonly invalid: Supply<unknown>;
  /** Milliseconds that a call of the sink may take. */
  readonly callLimit: number;
  /** After how many of them a call is given up where one was seen that never settles; default: all of them. */
  readonly patience?: number;
  /** How long a hook of the subject may take. */
  readonly hookLimit: HookLimit;
  /** Milliseconds that a call is left alone while the storage hangs, where it need only have begun. */
  readonly hangLimit: number;
  /** The time that all limits and pauses go by. */
  readonly clock: Clock;
  /** Catches the errors that no call reports. */
  readonly strayErrors: StrayErrors;
  /** Is told of those that the calls of the sink left behind; default: they count as nobody's. */
  readonly strayed?: StrayListener;
  /** Lists what is open in the process. */
  readonly census: Census;
  /** Whether the census counts anything, so that an empty difference says something. */
  readonly counts: boolean;
  /** Milliseconds that what is still open is given to be gone; default {@linkcode usualGrace}. */
  readonly grace?: number;
  /** Looks for files that are written after the last call; default: nobody does. */
  readonly growth?: GrowthLook;
  /** Whether it is to be noted that timers run between the calls. */
  readonly noticesTimers?: true;
  /** Whether the storage is left unread, to tell what the calls do from what a reading does. */
  readonly unread?: true;
  /** Whether the contents are read after each call as well, where the storage can be read. */
  readonly stepwise?: true;
}

/** The context of a check, whose events were drawn from its seed. */
export interface PoolContext<E> extends Context<E> {
  readonly pool: Pool<E>;
}

/** A socket takes some turns of the event loop to be gone once it was ended. */
export const usualGrace = 31;

/** What came of one execution. The storage is still there: whoever executes also puts it away. */
export interface Executed {
  /** What was observed. */
  readonly trace: Trace;
  /** Whether a call of the sink returned a promise. */
  readonly asynchronous: boolean;
  /** How many milliseconds it took to open the fixture. */
  readonly openedIn: number;
  /** Whether a file was opened for writing meanwhile, where that was looked for. */
  readonly opensFiles: boolean;
  /** Reads the contents as they are by now. */
  readAgain(): Promise<Look>;
  /** Whether every call that was given up has settled within the limit of one more call. */
  settlesLate(): Promise<boolean>;
  /** Disposes the fixture, once; what came up with that. */
  putAway(): Promise<PutAway>;
}

/** What a trace has of the end of its fixture: why it could not be disposed, where only the calls can have caused it. */
export type PutAway = Pick<Trace, "undisposed" | "stillWritten">;
