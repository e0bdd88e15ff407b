/** A file system of a few megabytes that can be full for real; only root may mount one. */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  rmSync,
  truncateSync,
  writeSync,
} from "node:fs";
import type { Fault, FaultSwitch } from "@watertight/sinks/conformance";

export class SmallDisk implements FaultSwitch, AsyncDisposable {
  readonly kinds: readonly Fault[] = ["reject"];
  /** Where it is mounted. */
  readonly path: string;
  readonly #filler: string;

  private constructor(path: string) {
    this.path = path;
    this.#filler = `${path}/filler`;
  }

  /** Whether one can be had here. */
  static async available(): Promise<boolean> {
    if (Deno.build.os !== "linux" || Deno.uid() !== 0) return false;
    try {
      await using _disk = await SmallDisk.mount(1);
      return true;
    } catch {
      return false; // Root of a container may not.
    }
  }

  /** Mounts an empty one. @throws {Error} when it cannot be mounted. */
  static async mount(megabytes: number): Promise<SmallDisk> {
    const path = await Deno.makeTempDir({ prefix: "disk-" });
    try {
      await command("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", path]);
    } catch (error) {
      await Deno.remove(path);
      throw error;
    }
    return new SmallDisk(path);
  }

  /** Makes a folder on it. */
  folder(name: string): string {
    const path = `${this.path}/${name}`;
    mkdirSync(path, { recursive: true });
    return path;
  }

  /** Fills it to the last page, or gives all the room back. */
  set(fault: Fault | null): void {
    if (fault === null) {
      // A process that another test begins just now holds what was open here: it must not hold the room.
      if (existsSync(this.#filler)) truncateSync(this.#filler);
      return rmSync(this.#filler, { force: true });
    }
    const file = openSync(this.#filler, "a");
    try {
      for (let size = 1 << 20; size >= 4096; size >>= 2) fillUp(file, new Uint8Array(size));
    } finally {
      closeSync(file);
    }
  }

  /** Takes away, or gives back, the right to write to it. */
  async readOnly(only: boolean): Promise<void> {
    await command("mount", ["-o", `remount,${only ? "ro" : "rw"}`, this.path]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await command("umount", [this.path]);
    await Deno.remove(this.path);
  }
}

/** Writes as long as all of it fits. */
function fillUp(file: number, bytes: Uint8Array): void {
  try {
    while (writeSync(file, bytes) === bytes.length);
  } catch (error) {
    if ((error as { code?: string }).code !== "ENOSPC") throw error;
  }
}

async function command(program: string, args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(program, { args, stderr: "piped" }).output();
  if (success) return;
  const said = new TextDecoder().decode(stderr);
  throw new Error(`Cannot go on as ${program} must succeed: ${said}`);
}
