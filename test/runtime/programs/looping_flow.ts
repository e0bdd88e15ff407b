// Run as a program: of two threads one loops for ever in the call that is named; tells how the run ended.
import { compile, type Flow, type IntoSink, map, payload, run, RunError } from "@watertight/sinks";

const loop = (): void => {
  for (;;);
};

const intoNowhere: IntoSink<number> = {
  payload: payload<number>(),
  name: "nowhere",
  routerBranchSafe: true,
  buildPartition(config, worker) {
    const loops = (call: string): boolean => worker === 1 && config === call;
    if (loops("build")) loop();
    return {
      writeBatch: () => loops("write") ? loop() : undefined,
      close: () => loops("close") ? loop() : undefined,
    };
  },
};

const flow: Flow = {
  name: "looping",
  source: [1, -1],
  process: [map((n: number) => n === -1 && loopsInStep() ? loop() : n), intoNowhere],
};
export default flow;

/** Threads are given the environment of the program. */
function loopsInStep(): boolean {
  return Deno.env.get("LOOP") === "step";
}

if (import.meta.main) {
  const call = Deno.env.get("LOOP")!;
  const entered = Promise.withResolvers<void>();
  const closed: number[] = [];
  const error = await run(compile(flow, { streaming: { sinks: { nowhere: call } } }), {
    workers: 2,
    threads: { module: import.meta.url },
    shutdownTimeout: 10_000,
    observer: {
      callStarted: (at) => {
        const wanted = call === "step" ? "build" : call;
        if (at.worker === 1 && at.call === wanted) entered.resolve();
      },
      callEnded: (at) => at.call === "close" ? void closed.push(at.worker) : undefined,
    },
    clock: {
      now: () => performance.now(),
      every: () => () => {},
      turn: () => new Promise((resolve) => setTimeout(resolve)),
      // Time begins when the thread is known to loop; a tenth of it is plenty.
      after(ms, callback) {
        let timer: ReturnType<typeof setTimeout> | undefined;
        let off = false;
        entered.promise.then(() => timer = off ? undefined : setTimeout(callback, ms / 10));
        return () => {
          off = true;
          clearTimeout(timer);
        };
      },
    },
  }).catch((error) => error);
  const failures = error instanceof RunError ? error.failures : [];
  console.log(JSON.stringify({ closed, failures, message: String(error) }));
}
