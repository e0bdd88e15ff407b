import { open, rename, rm } from "node:fs/promises";

/** What the sink needs of a file that it has opened. */
export interface OpenFile {
  appendFile(bytes: Uint8Array): Promise<void>;
  truncate(length: number): Promise<void>;
  stat(): Promise<{ readonly nlink: number }>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** What the sink needs of the file system. */
export interface Files {
  /** Opens a file to append to, which must not be there (`"ax"`), or a folder to sync it (`"r"`). */
  open(path: string, flags: "ax" | "r"): Promise<OpenFile>;
  rename(from: string, to: string): Promise<void>;
  rm(path: string): Promise<void>;
}

/** The file system of the machine. */
export const systemFiles: Files = { open, rename, rm };
