import type { ThrownValue } from "../../src/protocol/mod.ts";
import { thrownText } from "../describe.ts";
import type { Context } from "../execute/context.ts";
import { execute } from "../execute/execute.ts";
import { wait } from "../execute/waiting.ts";
import type { History } from "../history/history.ts";
import type { Fixture } from "../subject.ts";
import { callHook, disposeFixture, openFixture, readFixture } from "../subject/fixture.ts";
import { FixtureError, type Hook } from "../subject/fixture_error.ts";
import { faultsOf } from "../subject/preflight.ts";
import { longIdleTime } from "./idle_times.ts";

/** Runs hooks, and gives what is left to do once the errors were taken. */
type Control = <E>(context: Context<E>) => Promise<() => Promise<unknown>>;

const oneWrite: History = { workers: 1, steps: [{ do: "write", worker: 0, events: [0, 1] }] };

/** A storage to which nothing was written. */
async function onFresh<E>(
  { subject, hookLimit }: Context<E>,
  use: (fixture: Fixture<E>) => unknown = () => {},
): Promise<() => Promise<void>> {
  const fixture = await openFixture(subject, hookLimit);
  await use(fixture);
  return () => disposeFixture(fixture, hookLimit);
}

/** A storage to which something was written. */
async function onUsed<E>(context: Context<E>): Promise<() => Promise<unknown>> {
  const { putAway } = await execute(context, oneWrite);
  return putAway;
}

/** Each runs one hook that those before it did not; the one that names none makes the calls that the last ones need. */
const controls: readonly { readonly hook?: Hook; readonly run: Control }[] = [
  { hook: "open", run: (context) => onFresh(context) },
  {
    hook: "openResources",
    run: (context) =>
      onFresh(
        context,
        (its) => callHook("openResources", context.hookLimit, () => its.openResources?.() ?? 0),
      ),
  },
  {
    hook: "faults",
    run: (context) =>
      onFresh(context, async (its) => {
        for (const kind of faultsOf(its)) {
          for (const fault of [kind, null]) {
            await callHook("faults", context.hookLimit, () => its.faults?.set(fault));
          }
        }
      }),
  },
  {
    hook: "read",
    run: (context) => onFresh(context, (its) => readFixture(its, context.hookLimit)),
  },
  { run: (context) => onUsed({ ...context, unread: true }) },
  { hook: "read", run: (context) => onUsed(context) },
  {
    hook: "dispose",
    async run(context) {
      const putAway = await onUsed({ ...context, unread: true });
      // What the calls have not waited for must not meet a storage that is gone.
      await wait(longIdleTime, context.clock);
      await putAway();
      return () => Promise.resolve();
    },
  },
];

/**
 * Runs the hooks of the subject with no call of the sink, or after a lone write and close where those leave nothing
 * behind. Where something else leaves errors behind all the time, nothing is said.
 *
 * @throws {FixtureError} naming the hook that leaves an error behind, every time.
 */
export async function requireCleanHooks<E>(context: Context<E>): Promise<void> {
  for (const { hook, run } of controls) {
    const error = await leftBy(context, run) && await leftBy(context, run);
    if (error === "restless") return;
    if (error === undefined) continue;
    // What the calls leave behind hides what a hook does.
    if (hook === undefined) return;
    throw new FixtureError(hook, `must leave no error behind: it left ${thrownText(error)}`);
  }
}

async function leftBy<E>(
  context: Context<E>,
  run: Control,
): Promise<ThrownValue | "restless" | undefined> {
  if (!await isQuiet(context)) return "restless";
  const end = await run(context);
  await wait(longIdleTime, context.clock);
  const [error] = context.strayErrors.take();
  await end();
  return error;
}

/** How often it is waited for the last of what was left behind. */
const patience = 5;

/** Whether no error comes by itself: what comes then is of what was done. */
export async function isQuiet<E>({ strayErrors, clock }: Context<E>): Promise<boolean> {
  strayErrors.take();
  for (let pause = 0; pause < patience; pause++) {
    await wait(longIdleTime, clock);
    if (strayErrors.take().length === 0) return true;
  }
  return false;
}
