/** Hostile subjects: each is sound but for one member, and that one does its worst. */
import type { IntoSink } from "@watertight/sinks";
import type { EventSource, Fixture, Subject } from "@watertight/sinks/conformance";

/** Milliseconds that the tests give: each hook, and a write before it is taken for endless. */
export const limit = { hook: 400, call: 60, write: 300 } as const;

/** What a hostile subject stores. */
export interface Row {
  readonly id: number;
}

/** One hostile subject, and what must come of it. */
export interface Hostile {
  readonly subject: Subject<Row>;
  /** The exit code of its check. */
  readonly code: 0 | 1 | 2;
  /** What the output must say, on one line. */
  readonly line: string;
}

// deno-lint-ignore no-explicit-any -- a hostile member is of any type
type Members = Record<string, any>;

/** What is put in the place of sound members. */
export interface Parts {
  readonly subject?: Members;
  fixture?(rows: Row[]): Members;
  readonly node?: Members;
  partition?(rows: Row[]): Members;
}

/** Drawn in no time: there are many checks. */
const ids: EventSource<Row> = {
  generate: (random) => {
    const id = (random as { nextInt(min: number, max: number): number }).nextInt(0, 2 ** 30);
    return { value: { id }, context: undefined };
  },
  canShrinkWithoutContext: () => false,
  shrink: () => [],
};

/** A sound subject but for these members, getters included. */
export function subjectOf(name: string, parts: Parts = {}): Subject<Row> {
  const sound: Subject<Row> = {
    name,
    events: ids,
    open() {
      const rows: Row[] = [];
      const fixture: Fixture<Row> = {
        sink: nodeOver(rows, parts),
        config: {},
        read: () => rows.slice(),
      };
      return replaced(fixture, parts.fixture?.(rows));
    },
  };
  return replaced(sound, parts.subject);
}

function nodeOver(rows: Row[], parts: Parts): IntoSink<Row> {
  const node: IntoSink<Row> = {
    payload: Object as unknown as abstract new () => Row,
    name: "rows",
    routerBranchSafe: true,
    buildPartition() {
      let closed = false;
      const partition = {
        writeBatch(items: readonly Row[]) {
          if (closed) throw new Error("Cannot write as the partition must be open: it is closed");
          rows.push(...structuredClone(items));
        },
        close: () => void (closed = true),
      };
      return replaced(partition, parts.partition?.(rows));
    },
  };
  return replaced(node, parts.node);
}

function replaced<T extends object>(sound: T, hostile: Members = {}): T {
  return Object.defineProperties(sound, Object.getOwnPropertyDescriptors(hostile));
}

/** What a hostile member does, and the words for it in an error. */
export interface Deed {
  readonly does: () => unknown;
  readonly words: string;
}

const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

const thrower = (make: () => unknown) => () => {
  throw make();
};

/** Never yields. */
export const endless: Readonly<Record<string, () => unknown>> = {
  "loops for ever": () => {
    for (;;);
  },
  "waits in microtasks for ever": async () => {
    for (;;) await null;
  },
};

/** Ends the process: the call, as an error writes it. */
export const exits: Readonly<Record<string, Deed>> = {
  "exits": { does: () => Deno.exit(3), words: "Deno.exit(3)" },
  "exits as Node does": { does: () => globalThis.process.exit(0), words: "process.exit(0)" },
  "aborts": { does: () => globalThis.process.abort(), words: "process.abort()" },
  "closes its thread": { does: () => globalThis.close(), words: "close()" },
  "kills its process": {
    does: () => Deno.kill(Deno.pid, "SIGKILL"),
    words: "Deno.kill(",
  },
};

/** Throws what is no usual error. */
export const odd: Readonly<Record<string, Deed>> = {
  "throws null": { does: thrower(() => null), words: "a thrown object: null" },
  "throws a revoked proxy": {
    does: thrower(revoked),
    words: "a thrown object: a value that cannot be read",
  },
  "throws an error that cannot be read": {
    does: thrower(() =>
      Object.defineProperty(new Error(), "message", { get: thrower(() => "unreadable") })
    ),
    words: "a thrown object: a value that cannot be read",
  },
  "throws a symbol": { does: thrower(() => Symbol("x")), words: 'a thrown symbol: Symbol("x")' },
  "throws 20 MB": {
    does: thrower(() => new Error("m".repeat(20_000_000))),
    words: "Error: mmmmmmmmmm",
  },
  "throws commands": {
    does: thrower(() => new Error("\u001b[2J\n::error::x\n##vso[task.complete]")),
    words: "Error: \\u{1b}[2J",
  },
};
