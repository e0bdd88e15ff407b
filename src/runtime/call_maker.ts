import type { MessageMeta } from "../flow/mod.ts";
import type { MaybePromise } from "../protocol/mod.ts";
import type { BridgeView } from "../bridge/bridge_view.ts";
import type { CallEnd, ObservedCall, RunObserver } from "./observer.ts";
import { HangError, type Patience } from "./patience.ts";
import type { SpannedWrite, WriteSpan } from "./spans.ts";
import { isThenable } from "../protocol/thenable.ts";
import { threwOutcome } from "./thrown.ts";

/** What watches the calls; each is absent when nobody listens, and then costs nothing. */
export interface Watchers {
  readonly observer: Required<RunObserver> | undefined;
  readonly openSpan: ((write: SpannedWrite) => WriteSpan) | undefined;
}

/** A call to be made. */
export interface Calling<T> {
  readonly call: ObservedCall["call"];
  readonly invoke: () => MaybePromise<T>;
  readonly items?: readonly unknown[];
  readonly meta?: MessageMeta | undefined;
  /** What is wrong with the result, where something can be. */
  readonly problemOf?: (result: T) => string | undefined;
}

/** The members that are called. */
const memberOf = { build: "buildPartition", write: "writeBatch", close: "close" } as const;

/**
 * Makes the calls of one partition: announces them, opens their spans, and holds each open until its result and
 * all its bridge tasks have settled, or it is given up. A call that is sync from end to end stays so.
 */
export class CallMaker {
  readonly #flow: string;
  readonly #origin: Pick<ObservedCall, "sink" | "place" | "worker" | "workers">;
  readonly #watchers: Watchers;
  readonly #bridge: BridgeView | undefined;
  readonly #patience: Patience;

  constructor(
    flow: string,
    origin: Pick<ObservedCall, "sink" | "place" | "worker" | "workers">,
    watchers: Watchers,
    bridge: BridgeView | undefined,
    patience: Patience,
  ) {
    this.#patience = patience;
    this.#flow = flow;
    this.#origin = origin;
    this.#watchers = watchers;
    this.#bridge = bridge;
  }

  /** Whether somebody has to hear of a call, or its tasks have to be waited for. */
  get watched(): boolean {
    const { observer, openSpan } = this.#watchers;
    return observer !== undefined || openSpan !== undefined || this.#bridge !== undefined;
  }

  /** Makes a call and gives what it gives, unchanged, errors too. */
  make<T>(calling: Calling<T>): MaybePromise<T> {
    const finish = this.#begin(calling);
    let result: MaybePromise<T>;
    try {
      result = finish.within(calling.invoke);
    } catch (error) {
      if (this.#bridge === undefined || this.#bridge.idle) {
        finish.threw(error);
        throw error;
      }
      result = Promise.reject(error);
    }
    if (isThenable(result) || this.#bridge?.idle === false) {
      return this.#settle(calling, result, finish);
    }
    finish.returned(result);
    return result;
  }

  async #settle<T>(calling: Calling<T>, result: MaybePromise<T>, finish: Finish<T>): Promise<T> {
    try {
      const value = await this.#patience.wait(memberOf[calling.call], this.#withTasks(result));
      finish.returned(value);
      return value;
    } catch (error) {
      if (error instanceof HangError) finish.hung(error);
      else await this.#endTasks(() => finish.threw(error));
      throw error;
    }
  }

  async #withTasks<T>(result: MaybePromise<T>): Promise<T> {
    const value = await result;
    await this.#bridge?.settle();
    return value;
  }

  /**
   * What a call started is waited for also when it failed, but not for ever: its own error is the one that counts,
   * and must become known.
   */
  async #endTasks(end: () => void): Promise<void> {
    const tasks = this.#bridge?.settle();
    if (tasks) {
      await this.#patience.wait("the tasks of a call", tasks, { limited: true }).catch(() =>
        undefined
      );
    }
    end();
    this.#bridge?.forget();
  }

  #begin<T>({ call, items, meta, problemOf }: Calling<T>): Finish<T> {
    const { observer, openSpan } = this.#watchers;
    const observed: ObservedCall = { call, ...this.#origin, ...(items && { items }) };
    observer?.callStarted(observed);
    this.#bridge?.enterCall();
    const span = call === "write" && items !== undefined && items.length > 0
      ? openSpan?.({ flow: this.#flow, ...this.#origin, size: items.length, meta })
      : undefined;
    const end = (ended: CallEnd): void => {
      const tasks = this.#bridge?.leaveCall() ?? [];
      observer?.callEnded(observed, tasks.length === 0 ? ended : { ...ended, tasks });
    };
    return {
      within: (invoke) => span === undefined ? invoke() : span.within(invoke),
      returned(result) {
        span?.end();
        const problem = problemOf?.(result);
        end({ outcome: { kind: "returned" }, ...(problem !== undefined && { problem }) });
      },
      threw(error) {
        span?.end({ error });
        end({ outcome: threwOutcome(error) });
      },
      hung: (error) => {
        span?.end({ error });
        end({ outcome: { kind: "unsettled" } });
        this.#bridge?.forget();
      },
    };
  }
}

/** How a call that has begun comes to its end. */
interface Finish<T> {
  readonly within: (invoke: () => MaybePromise<T>) => MaybePromise<T>;
  readonly returned: (result: T) => void;
  readonly threw: (error: unknown) => void;
  readonly hung: (error: HangError) => void;
}
