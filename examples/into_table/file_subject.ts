import { pooled, type Subject, temporaryFolder } from "@watertight/sinks/conformance";
import { IntoTable } from "./into_table.ts";
import type { Payment } from "./models.ts";
import { Rival } from "./rival.ts";
import { openTable, subject } from "./subject.ts";

/** Longer than a lock is waited for, or a timer meets the failures of other calls. */
const age = 300;

const rivals = pooled(() => Rival.start(), (rival) => rival.unlock());

/** The sink over a file, whose lock another process takes. */
export const fileSubject: Subject<Payment> = {
  ...subject,
  name: "IntoTable over a file",
  guarantees: { durable: { within: 2 * age } },
  async open() {
    const folder = await temporaryFolder();
    const place = await rivals.namespace();
    const url = `file:${folder.path}/payments.db`;
    const fixture = openTable(url, (options) => new IntoTable(options), place.connection);
    return {
      ...fixture,
      config: { ...fixture.config as object, buffer_max_age_s: age / 1000 },
      async [Symbol.asyncDispose]() {
        await place[Symbol.asyncDispose]();
        fixture[Symbol.dispose]?.();
        folder[Symbol.dispose]();
      },
    };
  },
  release: () => rivals.close(),
};
