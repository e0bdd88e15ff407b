// Run as a program with the exporter of Deno switched on: a flow that knows nothing of telemetry.
import { compile, flow, type IntoSink, payload, run } from "@watertight/sinks";

const intoNowhere: IntoSink<number> = {
  payload: payload<number>(),
  name: "nowhere",
  routerBranchSafe: true,
  buildPartition: () => ({ writeBatch() {}, close() {} }),
};
await run(
  compile(flow("spans", [1, 2]).into(intoNowhere), { streaming: { sinks: { nowhere: {} } } }),
);
