import type { FileTable, OpenFile } from "./open_files.ts";

/** How the growth of files is looked for in one execution. */
export interface GrowthLook {
  /** The files that the process has open. */
  readonly table: FileTable;
  /** Milliseconds that a fixture is left alone before the first call; default 0. */
  readonly before?: number;
  /** Milliseconds that it is left alone after the last one: a control; default 0. */
  readonly after?: number;
}

/**
 * How often the table is read when the last call has settled: what another thread is about to open shows within
 * some tenths of a millisecond. No turn of the event loop may pass, in which the sink would go on.
 */
const looks = 4;

/**
 * Watches the files that come to be open for writing during a history. One that grows once the last call has
 * settled, and that goes with its fixture, is a file of the storage that somebody was still writing. What was open
 * before the first call is the fixture's or a neighbour's, and left out.
 */
export class FileGrowth {
  readonly #table: FileTable;
  /** The targets of what was open before the first call, by descriptor. */
  readonly #foreign: ReadonlyMap<string, string> = new Map();
  readonly #foreignPaths: ReadonlySet<string>;
  /** The files of the history with their sizes, by identity. */
  readonly #files = new Map<string, { readonly file: OpenFile; size: number }>();
  /** The targets at the last look, by descriptor, of what is not foreign. */
  #targets: ReadonlyMap<string, string>;
  #settled = false;
  #disturbed = false;

  constructor(table: FileTable) {
    this.#table = table;
    this.#foreign = this.#list();
    this.#foreignPaths = new Set(this.#foreign.values());
    this.#targets = new Map();
  }

  /** Takes up what has been opened since the last look. */
  look(): void {
    const targets = this.#list();
    for (const [descriptor, target] of targets) {
      if (this.#targets.get(descriptor) === target || this.#foreignPaths.has(target)) continue;
      const file = this.#table.written(descriptor);
      if (!file || this.#files.has(file.identity)) continue;
      const size = this.#table.size(file);
      if (size !== undefined) this.#files.set(file.identity, { file, size });
    }
    this.#targets = targets;
  }

  /** What is open and not foreign. */
  #list(): ReadonlyMap<string, string> {
    const targets = new Map<string, string>();
    for (const descriptor of this.#table.descriptors()) {
      if (this.#foreign.has(descriptor)) continue;
      // The listing itself was open too, and is closed by now.
      const target = this.#table.target(descriptor);
      if (target !== undefined) targets.set(descriptor, target);
    }
    return targets;
  }

  /** The storage is read. What that sets off while there are calls to come would be taken for their doing. */
  read(): void {
    if (!this.#settled) this.#disturbed = true;
  }

  /** The last call has settled: what a file has now it may have, and no more. */
  settled(): void {
    this.#settled = true;
    // First of all, and of what is known: another thread may be writing to it.
    for (const entry of this.#files.values()) {
      entry.size = this.#table.size(entry.file) ?? Infinity;
    }
    for (let look = 0; look < looks; look++) this.look();
  }

  /** Whether a file was opened at all, as far as the looks tell. */
  get found(): boolean {
    return this.#files.size > 0;
  }

  /** The files that have grown since then, and are still there; none where that cannot be told. */
  grown(): readonly OpenFile[] {
    if (!this.#settled || this.#disturbed) return [];
    return [...this.#files.values()]
      .filter(({ file, size }) => (this.#table.size(file) ?? 0) > size)
      .map(({ file }) => file);
  }

  /** Whether one of these files is gone. */
  isGone(files: readonly OpenFile[]): boolean {
    return files.some((file) => this.#table.size(file) === undefined);
  }
}
