import * as fc from "fast-check";
import type { Subject } from "@watertight/sinks/conformance";
import { type DocumentClient, intoSales, type Sale } from "./sink.ts";

/** A store with one document. */
class DocumentStore implements DocumentClient {
  #text = "[]";
  #version = 0;

  read(): Sale[] {
    return JSON.parse(this.#text);
  }

  async get() {
    await undefined; // The request is on its way.
    return { sales: this.read(), version: this.#version };
  }

  async put(sales: readonly Sale[], version?: number) {
    const text = JSON.stringify(sales);
    await undefined;
    if (version !== undefined && version !== this.#version) return false;
    this.#text = text;
    this.#version++;
    return true;
  }
}

/** The storage, with the sink that is made so before it. */
export function subjectOf(into: typeof intoSales): Subject<Sale> {
  return {
    name: "06 lost update",
    events: fc.record({ article: fc.string(), cents: fc.nat() }),
    open() {
      const store = new DocumentStore();
      return { sink: into(store), config: {}, read: () => store.read() };
    },
  };
}

export const subject: Subject<Sale> = subjectOf(intoSales);
