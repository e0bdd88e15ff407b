// The entry of a worker's thread.
import { portOf } from "../../bridge/launch_thread.ts";
import { OrderServer } from "./order_server.ts";

/** The module that a worker's thread starts with: this one. */
export const threadModule: string = import.meta.url;

const port = portOf(threadModule);
if (port) new OrderServer(port);
