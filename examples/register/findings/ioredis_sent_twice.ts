import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import process from "node:process";
import { Redis } from "ioredis";

const { port } = new URL(process.env["WATERTIGHT_REDIS_URL"]!);
let lost = false; // Whether the next answer is lost with its connection, as in an outage.
const way = createServer((client) => {
  client.on("error", () => {}).pipe(connect(Number(port), "127.0.0.1")).on("data", (answer) => {
    lost ? client.destroy() : client.write(answer);
    lost = false;
  });
}).listen(0, "127.0.0.1");
await once(way, "listening");
const redis = new Redis({ port: (way.address() as AddressInfo).port }).on("error", () => {});
await redis.del("finding");
lost = true;
await redis.xadd("finding", "*", "a", "1");
console.log(`an XADD whose answer is lost succeeds: entries: ${await redis.xlen("finding")}`);
process.exit();
