import type { ObservedCall } from "./observer.ts";

const calls: readonly ObservedCall["call"][] = ["build", "write", "close"];

/** The call a worker is in, kept in shared memory: it can be read while the worker's thread answers no more. */
export class Whereabouts {
  /** What a thread is given to make one of the same. */
  readonly memory: SharedArrayBuffer;
  /** Zero outside of any call. */
  readonly #cell: Int32Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(4)) {
    this.memory = memory;
    this.#cell = new Int32Array(memory);
  }

  /** A call begins at a place of the flow. */
  enter(place: number, call: ObservedCall["call"]): void {
    Atomics.store(this.#cell, 0, 1 + place * calls.length + calls.indexOf(call));
  }

  /** The call is over. */
  leave(): void {
    Atomics.store(this.#cell, 0, 0);
  }

  /** The call and its place; absent outside of any call. */
  get call(): { readonly place: number; readonly call: ObservedCall["call"] } | undefined {
    const code = Atomics.load(this.#cell, 0) - 1;
    const call = calls[code % calls.length];
    return call && { place: Math.floor(code / calls.length), call };
  }
}
