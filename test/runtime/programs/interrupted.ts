// Run as a program: writes an endless flow to a file a worker, until it is interrupted.
import { compile, type Flow, type IntoSink, payload, run } from "@watertight/sinks";

const [directory, kind] = Deno.args;

function hang(): Promise<never> {
  console.log("closing");
  return new Promise(() => {});
}

const intoFiles: IntoSink<number> = {
  payload: payload<number>(),
  name: "files",
  routerBranchSafe: true,
  buildPartition: (config, worker) => {
    const file = Deno.openSync(`${config}/${worker}`, { create: true, write: true });
    const encoder = new TextEncoder();
    let pending = "";
    return {
      writeBatch: (items) =>
        void (pending = items.reduce((text, item) => `${text}${item}\n`, pending)),
      close: kind === "hung" ? hang : () => {
        for (let bytes = encoder.encode(pending); bytes.length > 0;) {
          bytes = bytes.subarray(file.writeSync(bytes));
        }
        file.close();
      },
    };
  },
};

function* numbers(): Generator<number> {
  for (let i = 0;; i++) {
    if (i === 10_000) console.log("running");
    // Slow enough for the file to stay small, however late the signal comes.
    if (i > 10_000) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    yield i;
  }
}

async function* silent(): AsyncGenerator<number> {
  for (let i = 0; i < 150; i++) yield i;
  console.log("running");
  await new Promise(() => {});
}

const source = kind === "silent" ? silent() : numbers();
const flow: Flow = { name: "interrupted", source, process: [intoFiles] };
const plan = compile(flow, { streaming: { sinks: { files: directory } } });
const keepAlive = setInterval(() => {}, 1_000);
console.log(JSON.stringify(await run(plan, { workers: 2 })));
clearInterval(keepAlive);
