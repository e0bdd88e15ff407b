import type { History } from "../history/history.ts";
import { Execution } from "./execution.ts";
import { disposeFixture, openFixture } from "../subject/fixture.ts";
import type { Context, Executed } from "./context.ts";

/**
 * Makes the calls of a history against a fresh fixture. The fixture stays open, to be read again later; when
 * anything fails it is disposed.
 *
 * @throws {FixtureError} when a hook of the subject fails; never because of the sink.
 */
export async function execute<E>(context: Context<E>, history: History): Promise<Executed<E>> {
  const fixture = await openFixture(context.subject, context.hookLimit);
  try {
    const execution = new Execution(context, fixture, history);
    const trace = await execution.trace();
    const { asynchronous } = execution;
    return { trace, fixture, asynchronous, readAgain: () => execution.readAgain() };
  } catch (error) {
    await disposeFixture(fixture, context.hookLimit);
    throw error;
  }
}
