import { connect, isIP, type Socket } from "node:net";
import { connect as connectSecurely } from "node:tls";
import type { ISocketFactory } from "kafkajs";

/** Where a broker listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * The sockets of a client, which can be cut: kafkajs ends those it is done with without seeing to it that they are
 * gone, and goes on to use one on which an answer is overdue.
 */
export class Sockets {
  readonly #route: (broker: Address) => Address;
  readonly #signal: AbortSignal;
  readonly #open: Set<Socket> = new Set();

  /**
   * @param route where a broker is reached that says it listens there.
   * @param signal ends all of them, and with it there are no new ones.
   */
  constructor(route: (broker: Address) => Address, signal: AbortSignal) {
    this.#route = route;
    this.#signal = signal;
    signal.addEventListener("abort", () => this.cut());
  }

  /** Opens one for the client. @throws {Error} when all of them have ended. */
  readonly factory: ISocketFactory = ({ host, port, ssl, onConnect }) => {
    this.#signal.throwIfAborted();
    const address = this.#route({ host, port });
    const socket = ssl
      ? connectSecurely({ ...address, ...(!isIP(host) && { servername: host }) }, onConnect)
      : connect(address, onConnect);
    this.#open.add(socket);
    socket.setNoDelay(true).setKeepAlive(true, 60_000).on("close", () => {
      this.#open.delete(socket);
    });
    return socket;
  };

  /** Ends those there are, and what waits for them with an error. */
  cut(): void {
    for (const socket of this.#open) socket.destroy(new Error("the connection was given up"));
  }
}
