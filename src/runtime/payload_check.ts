import type { MaybePromise, StandardSchemaV1 } from "../protocol/mod.ts";
import { describe } from "../protocol/describe.ts";
import { payloadIssue } from "../protocol/payload_issue.ts";
import { isThenable } from "../protocol/thenable.ts";
import type { Patience } from "./patience.ts";

/** Checks the events of a sink by the schema of its payload. */
export class PayloadCheck {
  readonly #schema: StandardSchemaV1;
  readonly #patience: Patience;

  constructor(schema: StandardSchemaV1, patience: Patience) {
    this.#schema = schema;
    this.#patience = patience;
  }

  /** Throws, or rejects, for the first event that the schema rejects; a promise only where the schema gives one. */
  require(items: readonly unknown[], from = 0): MaybePromise<void> {
    for (let place = from; place < items.length; place++) {
      const issue = payloadIssue(this.#schema, items[place]);
      if (isThenable(issue)) return this.#goOn(items, place, issue);
      requireNone(issue, items[place]);
    }
  }

  /** Goes on from an event whose check is a promise. */
  async #goOn(
    items: readonly unknown[],
    place: number,
    checking: PromiseLike<string | undefined>,
  ): Promise<void> {
    const issue = await this.#patience.wait("the check of the payload", checking);
    requireNone(issue, items[place]);
    await this.require(items, place + 1);
  }
}

function requireNone(issue: string | undefined, event: unknown): void {
  if (issue === undefined) return;
  throw new TypeError(
    `Cannot write ${describe(event)} as the payload of the sink must accept it: ${issue}`,
  );
}
