import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** A way to a server that is cut once, in the middle of what a client sends. */
export interface CuttingWay extends AsyncDisposable {
  /** The port on 127.0.0.1 that leads to the server. */
  readonly port: number;
  /** Lets so many more bytes of clients through to the server, and cuts the connection of the next one. */
  cutAfter(bytes: number): void;
}

/** Opens a way to the server on a port of 127.0.0.1. */
export async function cuttingWay(port: number): Promise<CuttingWay> {
  let left = Infinity;
  const clients = new Set<Socket>();
  const way = createServer({ noDelay: true }, (client) => {
    clients.add(client);
    const server = connect({ port, host: "127.0.0.1", noDelay: true });
    client.on("error", () => {}).on("close", () => {
      clients.delete(client);
      server.end();
    });
    server.on("error", () => {}).on("close", () => client.destroy());
    server.on("data", (answer) => client.write(answer));
    client.on("data", (sent: Uint8Array) => {
      if (sent.length <= left) {
        left -= sent.length;
        server.write(sent);
        return;
      }
      // The server gets its part, and then the end of it.
      server.end(sent.subarray(0, left));
      client.destroy();
      left = Infinity;
    });
  });
  way.listen(0, "127.0.0.1");
  await once(way, "listening");
  return {
    port: (way.address() as { port: number }).port,
    cutAfter: (bytes) => void (left = bytes),
    async [Symbol.asyncDispose]() {
      const closed = once(way, "close");
      way.close();
      for (const client of clients) client.destroy();
      await closed;
    },
  };
}
