import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import process from "node:process";
import { setTimeout } from "node:timers/promises";
import { Redis } from "ioredis";

const server = createServer({ allowHalfOpen: true }, (client) => { // It neither answers nor ends.
  client.on("data", (sent) => String(sent).includes("xadd") && server.emit("sent"));
}).listen(0, "127.0.0.1");
await once(server, "listening");
const { port } = server.address() as AddressInfo;
const options = { port, protocol: 2, enableReadyCheck: false, disableClientInfo: true } as const;
const redis = new Redis(options).on("error", () => {});
const added = redis.xadd("a", "*", "b", "1").then(() => "is done", () => "has failed");
await once(server, "sent");
redis.disconnect();
const early = await Promise.race([added, setTimeout(1_000, "has not settled")]);
const late = await added;
console.log(`1 s after disconnect from a server that hangs an XADD ${early}, later it ${late}`);
process.exit();
