import { Section } from "../config/section.ts";

/** The section of a sink with its defaults filled in. */
export interface JsonlConfig {
  readonly folder: string;
  readonly gzip: boolean;
  readonly fsync: boolean;
  readonly atomicFinish: boolean;
  /** In milliseconds. */
  readonly timeout: number;
}

const keys = ["folder", "gzip", "fsync", "atomic_finish", "timeout_s"] as const;

/** Reads a section. @throws {TypeError} naming the key that is missing or wrong. */
export function jsonlConfig(config: unknown): JsonlConfig {
  const section = new Section(config, keys);
  return {
    folder: section.text("folder"),
    gzip: section.flag("gzip", false),
    fsync: section.flag("fsync", false),
    atomicFinish: section.flag("atomic_finish", false),
    timeout: section.duration("timeout_s", 30),
  };
}
