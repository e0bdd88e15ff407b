import { runInNewContext } from "node:vm";
import {
  catchStrayErrors,
  straysIn,
  whileThere,
} from "../../../conformance/execute/stray_errors.ts";
import { assertEquals } from "../../assert.ts";
import { withGlobals } from "../runners/support.ts";

/** What is taken under a host whose process has these variables, and tells of an error, or of none. */
function takenUnder(
  env: Record<string, string>,
  tells: boolean,
  globals: Readonly<Record<string, unknown>> = {},
): unknown {
  let taken: unknown;
  const listeners = new Map<string, (error: unknown) => void>();
  const process = {
    env,
    on: (type: string, listener: (error: unknown) => void) => listeners.set(type, listener),
    off: (type: string) => listeners.delete(type),
  };
  withGlobals({ addEventListener: undefined, process, ...globals }, () => {
    const strays = catchStrayErrors();
    if (tells) listeners.get("unhandledRejection")!(new Error("stray"));
    taken = straysIn(strays, strays.take()).strays;
    strays[Symbol.dispose]();
  });
  assertEquals([...listeners.keys()], []);
  return taken;
}

const stray = [{ isError: true, name: "Error", message: "stray" }];
const jest = { JEST_WORKER_ID: "1" };

Deno.test("catchStrayErrors() takes what the process of Node tells", () => {
  assertEquals(takenUnder({}, true), stray);
});

Deno.test("catchStrayErrors() does not say that there are none where Jest lends a process that tells nothing", () => {
  const structuredClone = () => runInNewContext("({})");
  assertEquals(takenUnder(jest, false, { structuredClone }), undefined);
});

Deno.test("catchStrayErrors() takes what is told to a process that a test of Jest has started", () => {
  assertEquals(takenUnder(jest, true), stray);
});

Deno.test("whileThere() tells of nothing once the storage is gone, which it is some turns after its end began", async () => {
  const told: string[] = [];
  const { strayed, end } = whileThere(({ message }) => void told.push(message));
  const error = (message: string) => ({ isError: true, name: "Error", message });
  let turns = 0;
  assertEquals(strayed!(error("before")), undefined);
  await end(() => {
    turns++;
    strayed!(error(`turn ${turns}`));
    return Promise.resolve();
  });
  assertEquals(strayed!(error("after")), false);
  assertEquals(told, ["before", "turn 1", "turn 2"]);
});
