import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import process from "node:process";
import { setTimeout } from "node:timers/promises";
import { Redis } from "ioredis";

const silent = createServer().listen(0, "127.0.0.1");
await once(silent, "listening");
const { port } = silent.address() as AddressInfo;
const redis = new Redis({ port, enableReadyCheck: false }).on("error", () => {});
let outcome = "has not settled";
redis.xadd("a", "*", "b", "1").then(() => outcome = "is done", () => outcome = "has failed");
await once(silent, "connection");
await setTimeout(500);
redis.disconnect();
await setTimeout(2_000);
console.log(`2 s after disconnect a command that the server has not answered ${outcome}`);
process.exit();
