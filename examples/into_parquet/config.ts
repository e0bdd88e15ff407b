import { refuse, Section } from "../config/section.ts";

/** How the pages of a file are compressed. */
export type Compression = typeof compressions[number];

const compressions = ["snappy", "zstd", "gzip", "none"] as const;

/** The section of a sink with its defaults filled in. */
export interface ParquetConfig {
  readonly folder: string;
  readonly compression: Compression;
  /** About how many bytes of memory the rows of one file may take. */
  readonly fileMaxBytes: number;
  /** In milliseconds. */
  readonly timeout: number;
}

const keys = ["folder", "compression", "file_max_bytes", "timeout_s"] as const;

/** Reads a section. @throws {TypeError} naming the key that is missing or wrong. */
export function parquetConfig(config: unknown): ParquetConfig {
  const section = new Section(config, keys);
  return {
    folder: section.text("folder"),
    compression: compressionOf(section.text("compression", "snappy")),
    fileMaxBytes: section.whole("file_max_bytes", 64 * 1024 ** 2),
    timeout: section.duration("timeout_s", 60),
  };
}

function compressionOf(value: string): Compression {
  return compressions.find((it) => it === value) ??
    refuse("compression", `one of ${compressions.join(", ")}`, value);
}
