import type { AnomalyKind } from "../../../conformance/mod.ts";
import { copyOf, type Row } from "../mutant.ts";

/** One partition of a cell's sink, and what it has stored. */
export interface Part {
  readonly run: number;
  readonly worker: number;
  readonly batches: Row[][];
  /** How often it was written to, in vain and with nothing included. */
  writes: number;
  /** Whether a close of it has begun, and whether one is done. */
  ended: boolean;
  closed: boolean;
  /** Whether a write of it has failed. */
  failed: boolean;
  /** The batch that is to look wrong, and how; none while nothing is. */
  wrong: { readonly batch: number; readonly kind: AnomalyKind } | undefined;
}

/** Whether what is left of a batch that failed is wrong in itself. */
export function isOfBrokenBatch(kind: AnomalyKind): boolean {
  return kind === "torn" || kind === "gap" || kind === "published";
}

/** A row that nobody wrote. */
export const stranger: Row = { id: -1, text: "nobody wrote it" };

/** A call that a cell's sink may refuse. */
type Refusable = "build" | "write" | "close";

/** What a fixture of a cell's sink shares: its storage, which shows one kind of anomaly once it is spoiled. */
export class World {
  readonly kind: AnomalyKind;
  readonly parts: Part[] = [];
  workers = 0;
  /** The part that wrote last. */
  writer: Part | undefined;
  /** Whether calls of all parts are refused once one is spoiled. */
  readonly #catching: boolean;
  readonly #refusing = new Map<Part | "all", AnomalyKind>();
  #run = 0;
  /** The worker of this run whose build failed. */
  #unbuilt: number | undefined;

  constructor(kind: AnomalyKind, catching: boolean) {
    this.kind = kind;
    this.#catching = catching;
  }

  build(worker: number, workers: number): Part {
    // What a run builds is built once, before its first close: a build after that begins the next run.
    const ended = this.parts.some((it) => it.run === this.#run && it.ended);
    if (ended || this.#unbuilt === worker) [this.#run, this.#unbuilt] = [this.#run + 1, undefined];
    this.workers = workers;
    const part: Part = {
      run: this.#run,
      worker,
      batches: [],
      writes: 0,
      ended: false,
      closed: false,
      failed: false,
      wrong: undefined,
    };
    this.parts.push(part);
    return part;
  }

  /** Hears that a build of a worker failed. */
  failBuild({ worker }: Part): void {
    this.#unbuilt = worker;
  }

  /** The other partitions of a run. */
  peersOf(part: Part): readonly Part[] {
    return this.parts.filter((other) => other.run === part.run && other !== part);
  }

  /** Lets a batch of a partition look wrong from now on, and later calls be refused. */
  spoil(part: Part, batch: number = part.wrong?.batch ?? 0, kind: AnomalyKind = this.kind): void {
    part.wrong = { batch, kind };
    this.#refusing.set(this.#catching ? "all" : part, kind);
  }

  /** The same for the batch that came last. */
  spoilLast(part: Part): void {
    this.spoil(part, part.wrong?.batch ?? part.batches.length - 1);
  }

  /** Refuses a call when that is what this world does wrong, and it has been given a reason. */
  refuse(part: Part, call: Refusable): void {
    const kind = this.#refusing.get(part) ?? this.#refusing.get("all");
    if (kind !== `refused-${call}`) return;
    part.failed ||= call === "write";
    throw new Error("Cannot go on as a storage must be available: it is not");
  }

  /** Stores a batch. */
  store(part: Part, items: readonly Row[]): void {
    part.batches.push(items.map(copyOf));
  }

  /** What is stored by these partitions. */
  read(parts: readonly Part[] = this.parts): Row[] {
    if (parts.some(({ batches, wrong }) => wrong?.kind === "unreadable" && batches.length > 0)) {
      throw new SyntaxError("Unexpected end of the storage");
    }
    return parts.flatMap(rowsOf);
  }
}

/** The rows of a partition, with what is wrong about one of its batches. */
function rowsOf({ batches, wrong }: Part): Row[] {
  const rows = batches.flat();
  if (wrong === undefined) return rows;
  const own = batches[wrong.batch] ?? [];
  const [first, second, ...rest] = own;
  switch (wrong.kind) {
    case "lost":
      return batches.slice(0, wrong.batch).flat();
    case "gap":
      return first ? batches.with(wrong.batch, own.slice(1)).flat() : rows;
    case "repeated":
      return first ? [...rows, first] : rows;
    case "extra":
      return [...rows, stranger];
    case "altered":
      return rows.map((row) => row === first ? { ...copyOf(row), text: `${row.text}!` } : row);
    case "shuffled":
      return second ? batches.with(wrong.batch, [second, first!, ...rest]).flat() : rows;
    case "swapped":
      return [...batches.slice(1), ...batches.slice(0, 1)].flat();
    default:
      return rows;
  }
}
