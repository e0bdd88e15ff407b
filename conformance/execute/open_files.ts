/** A regular file that the process has open for writing. */
export interface OpenFile {
  /** What tells it from others, whatever it is called: its device and inode. */
  readonly identity: string;
  readonly path: string;
}

/** The files that the process has open, as far as its host lists them. */
export interface FileTable {
  /** The numbers of all descriptors. */
  descriptors(): readonly string[];
  /** What a descriptor stands for: a path, or the kind of what has none. */
  target(descriptor: string): string | undefined;
  /** The file behind a descriptor, when it is a regular one and open for writing. */
  written(descriptor: string): OpenFile | undefined;
  /** How many bytes a file has; `undefined` when it is no longer there. */
  size(file: OpenFile): number | undefined;
}

/** The table of this process; `undefined` where there is none, or no permission to read it: all but Linux. */
export async function processFiles(): Promise<FileTable | undefined> {
  try {
    const { lstatSync, readdirSync, readlinkSync, statSync } = await import("node:fs");
    const folder = "/proc/self/fd";
    const found = (path: string) => attempt(() => statSync(path));
    const target = (descriptor: string) => attempt(() => readlinkSync(`${folder}/${descriptor}`));
    const table: FileTable = {
      descriptors: () => readdirSync(folder),
      target,
      written(descriptor) {
        const link = `${folder}/${descriptor}`;
        // The permissions of the link are those that the file was opened with.
        const writable = ((attempt(() => lstatSync(link))?.mode ?? 0) & 0o200) !== 0;
        const [file, path] = [found(link), target(descriptor)];
        if (!writable || path === undefined || !file?.isFile()) return undefined;
        return { identity: `${file.dev}:${file.ino}`, path };
      },
      size({ identity, path }) {
        const file = found(path);
        return file && `${file.dev}:${file.ino}` === identity ? file.size : undefined;
      },
    };
    table.descriptors();
    return table;
  } catch {
    return undefined;
  }
}

/** What a look gives, and nothing where what it is for has gone meanwhile. */
function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
