// Run as a program: two threads, each of which writes what it may do to a file of its own.
import { compile, type Flow, type IntoSink, payload, run } from "@watertight/sinks";

const intoFile: IntoSink<string> = {
  payload: payload<string>(),
  name: "file",
  routerBranchSafe: true,
  buildPartition: (config, worker) => ({
    writeBatch(items) {
      const { state } = Deno.permissions.querySync({ name: "run" });
      Deno.writeTextFileSync(`${config}/${worker}`, `${items} ${state}`);
    },
    close() {},
  }),
};

const flow: Flow = { name: "permissions", source: ["a", "b"], process: [intoFile] };
export default flow;

if (import.meta.main) {
  const plan = compile(flow, { streaming: { sinks: { file: Deno.args[0] } } });
  await run(plan, { workers: 2, threads: { module: import.meta.url } });
}
