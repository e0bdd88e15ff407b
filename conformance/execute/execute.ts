import type { History } from "../history.ts";
import { Execution } from "./execution.ts";
import { disposeFixture, openFixture } from "./fixture.ts";
import type { Executed, Stage } from "./stage.ts";

/**
 * Makes the calls of a history against a fresh fixture. The fixture stays open, to be read again later; when
 * anything fails it is disposed.
 *
 * @throws {FixtureError} when a hook of the subject fails; never because of the sink.
 */
export async function execute<E>(stage: Stage<E>, history: History): Promise<Executed<E>> {
  const fixture = await openFixture(stage.subject, stage.callLimit);
  try {
    const execution = new Execution(stage, fixture, history);
    const trace = await execution.trace();
    const { asynchronous } = execution;
    return { trace, fixture, asynchronous, readAgain: () => execution.readAgain() };
  } catch (error) {
    await disposeFixture(fixture, stage.callLimit);
    throw error;
  }
}
