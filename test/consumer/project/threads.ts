/** Runs a flow in two threads. */
import { compile, run } from "@watertight/sinks";
import flow from "./flow.ts";

const plan = compile(flow, { streaming: { sinks: { nothing: {} } } });
const module = new URL("./flow.ts", import.meta.url);
const { read, sinks } = await run(plan, { workers: 2, threads: { module } });
console.log(`read ${read}, written in threads ${sinks[0]?.written}`);
