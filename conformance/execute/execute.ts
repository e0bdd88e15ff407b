import type { History } from "../history/history.ts";
import type { Fixture } from "../subject.ts";
import { disposeFixture, openFixture } from "../subject/fixture.ts";
import { FixtureError } from "../subject/fixture_error.ts";
import type { Context, Executed } from "./context.ts";
import { Execution } from "./execution.ts";

/**
 * Makes the calls of a history against a fresh fixture, which stays open to be read again later; when anything
 * fails it is disposed.
 *
 * @throws {FixtureError} when a hook of the subject fails; never because of the sink.
 */
export async function execute<E>(context: Context<E>, history: History): Promise<Executed> {
  const begun = context.clock.now();
  const fixture = await openFixture(context.subject, context.hookLimit);
  const openedIn = context.clock.now() - begun;
  try {
    const execution = new Execution(context, fixture, history);
    const trace = await execution.trace();
    const { asynchronous } = execution;
    let away: Promise<string | undefined> | undefined;
    return {
      trace,
      asynchronous,
      openedIn,
      readAgain: () => execution.readAgain(),
      putAway: () => away ??= dispose(context, fixture, trace.calls.length > 0),
    };
  } catch (error) {
    await disposeFixture(fixture, context.hookLimit);
    throw error;
  }
}

/** A fresh fixture that cannot be disposed is at fault itself; one that was used shows what the sink did to it. */
async function dispose<E>(
  { hookLimit }: Context<E>,
  fixture: Fixture<E>,
  used: boolean,
): Promise<string | undefined> {
  try {
    await disposeFixture(fixture, hookLimit);
    return undefined;
  } catch (error) {
    if (used && error instanceof FixtureError) return `dispose ${error.problem}`;
    throw error;
  }
}
