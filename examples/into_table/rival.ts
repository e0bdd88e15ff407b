/**
 * Another process that takes the lock of an SQLite file and gives it back. A lock of this process would not do:
 * SQLite keeps a file open that is locked by any connection of its own process, and so would every partition.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";

/** A process that holds locks. */
export class Rival implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly #answers: AsyncIterator<string>;

  private constructor(process: ChildProcess) {
    this.#process = process;
    this.#answers = createInterface({ input: process.stdout! })[Symbol.asyncIterator]();
  }

  /** Starts the process. */
  static start(): Rival {
    const script = fileURLToPath(import.meta.url);
    return new Rival(
      spawn(process.execPath, ["run", "--allow-all", script], {
        stdio: ["pipe", "pipe", "inherit"],
      }),
    );
  }

  /** Takes the lock of a database: nobody else reads or writes from now on. */
  async lock(url: string): Promise<void> {
    await this.#tell(`lock ${url}`);
  }

  /** Gives it back. */
  async unlock(): Promise<void> {
    await this.#tell("unlock");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#process, "exit");
    this.#process.stdin!.end();
    await ended;
  }

  async #tell(what: string): Promise<void> {
    this.#process.stdin!.write(`${what}\n`);
    const { value } = await this.#answers.next();
    if (value !== "done") throw new Error(`Cannot ${what} as the rival must do so: ${value}`);
  }
}

/** What the other process does. */
async function obey(): Promise<void> {
  let held: DatabaseSync | undefined;
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      held?.close();
      held = undefined;
      if (line.startsWith("lock ")) {
        held = new DatabaseSync(line.slice("lock ".length), { timeout: 5_000 });
        held.exec("BEGIN EXCLUSIVE");
      }
      console.log("done");
    } catch (error) {
      console.log(String(error));
    }
  }
}

if (import.meta.main) await obey();
