import type { Flow } from "../flow/mod.ts";
import type { Clock } from "../bridge/clock.ts";
import type { Deal } from "./distribution.ts";
import { noResult, openIterator } from "./iterator.ts";
import type { Mailbox } from "./mailbox.ts";

/** How a source reader cuts the stream of events. */
export interface Pacing {
  /** Events of an epoch. */
  readonly epochEvents: number;
  /** How long an epoch lasts, in milliseconds. */
  readonly epochMs: number;
  /** How long events wait for their batch to fill while the source is silent, in milliseconds. */
  readonly lingerMs: number;
}

/** What a source reader works with. */
export interface SourceReaderSettings {
  readonly source: Flow["source"];
  readonly mailboxes: readonly Mailbox[];
  readonly deal: Deal;
  readonly pacing: Pacing;
  readonly clock: Clock;
  /** Aborted when nothing more is to be read. */
  readonly stop: AbortSignal;
}

/** How long a source may keep the thread to itself, in milliseconds, before signals and timers get a turn. */
const longestStretch = 10;

/** The most items that are dealt between two looks at the clock. */
const mostItems = 512;

/**
 * Reads the source and deals it to the mailboxes, no faster than they take it: it reads on only while every mailbox
 * it deals to has room. It ends epochs, by count and by time, and hands over what waits when the source is silent.
 */
export class SourceReader {
  /** Events taken from the source. */
  read = 0;
  /** Epochs that have ended. */
  epochs = 0;
  readonly #settings: SourceReaderSettings;
  #iterator: Iterator<unknown> | AsyncIterator<unknown> | undefined;
  /** Whether the signal is aborted: asked for every item, and a field answers faster. */
  #stopped = false;
  #drained = false;
  /** Whether the source was asked for an item and has not answered. */
  #waiting = false;
  #inEpoch = 0;
  #epochDue = false;
  /** Items between two looks at the clock: grows until the source or the sinks take their time. */
  #stretch = 1;
  #lastTurn: number;
  #epochStart: number;
  #readAtTick = 0;
  /** Holds the source's next item back while an idle moment is used to hand over what waits. */
  #gate: Promise<void> | undefined;

  constructor(settings: SourceReaderSettings) {
    this.#settings = settings;
    this.#lastTurn = this.#epochStart = settings.clock.now();
  }

  /** Whether the source has come to its end. */
  get drained(): boolean {
    return this.#drained;
  }

  /** Whether an epoch has begun and not ended. */
  get epochOpen(): boolean {
    return this.#inEpoch > 0;
  }

  /** The same for one mailbox: a run may be stopped while an epoch has ended on some of them. */
  epochOpenOn(mailbox: Mailbox): boolean {
    return this.epochOpen && mailbox.epochs === this.epochs;
  }

  /** Reads until the source ends or its signal is aborted. Rejects with what the source throws. */
  async run(): Promise<void> {
    const { clock, pacing, source, stop } = this.#settings;
    if (stop.aborted) return;
    const callOff = clock.every(Math.min(pacing.lingerMs, pacing.epochMs), () => this.#tick());
    const heard = (): void => {
      this.#stopped = true;
      callOff();
    };
    stop.addEventListener("abort", heard, { once: true });
    const isAsync = isAsyncIterable(source);
    this.#iterator = openIterator(source, isAsync);
    while (!this.#stopped && !this.#drained) {
      const start = clock.now();
      if (isAsync) await this.#dealAsync();
      else await this.#dealSync();
      if (this.#inEpoch >= pacing.epochEvents || this.#epochDue) await this.#endEpoch();
      const now = clock.now();
      this.#stretch = now - start < longestStretch
        ? Math.min(mostItems, this.#stretch * 2)
        : Math.max(1, this.#stretch >> 1);
      if (now - this.#lastTurn >= longestStretch) await this.#turn();
    }
  }

  /** Lets the source release what it holds. One that never answered is told so, and not waited for. */
  async release(): Promise<void> {
    if (this.#drained) return;
    const released = this.#iterator?.return?.();
    if (!this.#waiting) await released;
    else Promise.resolve(released).catch(() => undefined);
  }

  /** Deals a stretch of a sync source; no promise but where a mailbox is full and its worker busy. */
  async #dealSync(): Promise<void> {
    const end = this.read + this.#room();
    while (this.read < end && !this.#stopped && !this.#drained && !this.#epochDue) {
      const full = this.#dealUntilFull(end);
      if (full !== undefined) await this.#flush(full);
    }
  }

  /** The hot loop. Gives the mailbox that has to be handed over before the next item is read, if there is one. */
  #dealUntilFull(end: number): Mailbox | undefined {
    const { deal } = this.#settings;
    const iterator = this.#iterator as Iterator<unknown>;
    let read = this.read;
    let full: Mailbox | undefined;
    try {
      while (read < end) {
        const next = iterator.next();
        if (typeof next !== "object" || next === null) throw noResult(next);
        if (next.done) {
          this.#drained = true;
          break;
        }
        read++;
        const mailbox = deal(next.value);
        if (!mailbox.offer(next.value)) continue;
        if (mailbox.idle) mailbox.flush();
        else full = mailbox;
        if (full !== undefined || this.#stopped) break;
      }
    } finally {
      this.#inEpoch += read - this.read;
      this.read = read;
    }
    return full;
  }

  async #dealAsync(): Promise<void> {
    const { deal } = this.#settings;
    const iterator = this.#iterator as AsyncIterator<unknown>;
    const end = this.read + this.#room();
    while (this.read < end && !this.#stopped) {
      this.#waiting = true;
      const next = await iterator.next();
      this.#waiting = false;
      if (typeof next !== "object" || next === null) throw noResult(next);
      if (this.#gate !== undefined) await this.#gate;
      if (this.#epochDue) await this.#endEpoch();
      if (this.#stopped) return;
      if (next.done) return void (this.#drained = true);
      this.read++;
      this.#inEpoch++;
      const mailbox = deal(next.value);
      if (!mailbox.offer(next.value)) continue;
      if (mailbox.idle) mailbox.flush();
      else await this.#flush(mailbox);
    }
  }

  /** Hands over what a mailbox holds once its worker is free; nothing once the reading has stopped. */
  async #flush(mailbox: Mailbox): Promise<void> {
    await mailbox.untilIdle();
    if (!this.#stopped) mailbox.flush();
  }

  #room(): number {
    return Math.min(this.#stretch, this.#settings.pacing.epochEvents - this.#inEpoch);
  }

  /** Only at a turn of the event loop can a timer or a signal be heard. */
  async #turn(): Promise<void> {
    await this.#settings.clock.turn();
    this.#lastTurn = this.#settings.clock.now();
  }

  /** Called by the clock: the reader is at an await, most often for the source. */
  #tick(): void {
    const { clock, pacing } = this.#settings;
    if (this.#stopped || this.#gate !== undefined) return;
    this.#lastTurn = clock.now();
    this.#epochDue ||= clock.now() - this.#epochStart >= pacing.epochMs;
    const silent = this.#waiting && this.read === this.#readAtTick;
    this.#readAtTick = this.read;
    if (!silent) return;
    const idle = this.#epochDue ? this.#endEpoch() : this.#handOver();
    this.#gate = idle.finally(() => this.#gate = undefined);
  }

  async #endEpoch(): Promise<void> {
    await this.#handOver();
    for (const mailbox of this.#settings.mailboxes) {
      if (!mailbox.idle) await mailbox.untilIdle();
      if (this.#stopped) return;
      mailbox.endEpoch();
    }
    this.#epochDue = false;
    this.#inEpoch = 0;
    this.#epochStart = this.#settings.clock.now();
    this.epochs++;
  }

  async #handOver(): Promise<void> {
    for (const mailbox of this.#settings.mailboxes) {
      if (!mailbox.empty) await this.#flush(mailbox);
    }
  }
}

/** A source may be a string, which `in` does not take. */
function isAsyncIterable(source: Flow["source"]): boolean {
  return Symbol.asyncIterator in Object(source);
}
