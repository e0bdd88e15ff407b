import type { MessagePort } from "node:worker_threads";
import { portOf } from "../../../src/bridge/launch_thread.ts";

export const echoModule: string = import.meta.url;

/** What a module finds that is the first of a thread, and what one that is merely imported. */
export const port: MessagePort | undefined = portOf(echoModule);
port?.on("message", (text: string) => port.postMessage(`${text} from ${echoModule}`));
