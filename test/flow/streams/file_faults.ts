/** Operations on files that fail on demand, for the streams of others that make them themselves. */
import fs from "node:fs";
import { type FaultSwitch, injectFaults } from "@watertight/sinks/conformance";

type Callback = (error: Error | null, bytes?: number) => void;
type Operation = (...args: [...unknown[], Callback]) => void;

/** The switch of several clients. */
export type FileFaults = ReturnType<typeof injectFaults>["faults"];

/** A switch for the clients of a fixture. */
export function noFaults(): FileFaults {
  return injectFaults({}, []).faults;
}

/** What `fs.createWriteStream` takes for its `fs`, and the switch that makes its writes fail. */
export interface FaultyFiles {
  readonly fs: typeof fs;
  readonly faults: FaultSwitch;
}

/** The operations of the file system, of which those that write fail on demand. */
export function faultyFiles(): FaultyFiles {
  const { client, faults } = injectFaults(
    { write: promised(write), writev: promised(writev) },
    ["write", "writev"],
  );
  const faulty: object = { write: calledBack(client.write), writev: calledBack(client.writev) };
  return { fs: { ...fs, ...faulty }, faults };
}

/** How open files are written whose writes fail on demand, by number. */
const faultyWrites = new Map<number, Operation>();

/**
 * Makes the writes of an open file fail on demand, whoever makes them: for libraries that take no `fs`. What it
 * returns undoes it.
 */
export function failWrites(file: number, faults: FileFaults): () => void {
  const { client } = injectFaults({ write: promised(write) }, ["write"], faults);
  const faulty = calledBack(client.write);
  faultyWrites.set(file, faulty);
  return () => {
    // Once it is closed another file may have its number.
    if (faultyWrites.get(file) === faulty) faultyWrites.delete(file);
  };
}

const { write, writev } = fs as unknown as Readonly<Record<"write" | "writev", Operation>>;
const routed: Operation = (...args) => (faultyWrites.get(args[0] as number) ?? write)(...args);
Object.assign(fs, { write: routed });

/** The same operation as one that gives a promise: async, so that it fails by rejecting from the first call on. */
function promised(operation: Operation): (...args: unknown[]) => Promise<number> {
  return async (...args) =>
    await new Promise((resolve, reject) => {
      operation(...args, (error, bytes = 0) => error ? reject(error) : resolve(bytes));
    });
}

/** And back again. */
function calledBack(operation: (...args: unknown[]) => Promise<number>): Operation {
  return (...args) => {
    const callback = args.pop() as Callback;
    operation(...args).then((bytes) => callback(null, bytes), callback);
  };
}
