import type { Socket } from "node:net";
import { within } from "../config/within.ts";

/** The sockets of a pool of our own, so that those that do not close in good order can be closed all the same. */
export class Sockets {
  readonly #open = new Set<Socket>();

  /** A socket that a driver connects. */
  add<S extends Socket>(socket: S): S {
    this.#open.add(socket);
    socket.once("close", () => this.#open.delete(socket));
    return socket;
  }

  /** Closes all that are still open. */
  async destroy(): Promise<void> {
    await Promise.all(
      [...this.#open].map((socket) =>
        new Promise<void>((closed) => socket.once("close", () => closed()).destroy())
      ),
    );
  }
}

/** Ends a pool in good order where the server lets it, and its sockets in any case. */
export async function endPool(
  pool: { end(): Promise<void> },
  sockets: Sockets,
  patience: number,
): Promise<void> {
  try {
    await within(patience, "the database", pool.end());
  } catch {
    // What was stored was stored by a COMMIT: a goodbye that fails changes nothing of it.
  } finally {
    await sockets.destroy();
  }
}
