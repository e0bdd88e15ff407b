import type { History } from "../history/history.ts";
import type { Fixture } from "../subject.ts";
import { disposeFixture, openFixture } from "../subject/fixture.ts";
import { FixtureError } from "../subject/fixture_error.ts";
import type { Context, Executed, PutAway } from "./context.ts";
import { Execution } from "./execution.ts";
import { FileGrowth } from "./file_growth.ts";
import { whileThere } from "./stray_errors.ts";
import { wait } from "./waiting.ts";

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
    const growth = await growthOf(context);
    const storage = whileThere(context.strayed);
    const execution = new Execution({ ...context, ...storage }, fixture, history, growth);
    const trace = await execution.trace();
    const { asynchronous } = execution;
    let away: Promise<PutAway> | undefined;
    return {
      trace,
      asynchronous,
      openedIn,
      opensFiles: growth?.found === true,
      readAgain: () => execution.readAgain(),
      settlesLate: () => execution.settlesLate(),
      putAway: () =>
        away ??= (async () => {
          await storage.end(context.clock.turn);
          return await putAway(context, fixture, trace.calls.length > 0, growth);
        })(),
    };
  } catch (error) {
    await disposeFixture(fixture, context.hookLimit);
    throw error;
  }
}

/** What watches the files of a history, once all that the fixture has begun is done. */
async function growthOf<E>({ growth, clock }: Context<E>): Promise<FileGrowth | undefined> {
  if (!growth) return undefined;
  if (growth.before !== undefined) await wait(growth.before, clock);
  return new FileGrowth(growth.table);
}

/** Disposes a fixture; a file that goes with it is of its storage, whoever else opens files in the process. */
async function putAway<E>(
  context: Context<E>,
  fixture: Fixture<E>,
  used: boolean,
  growth: FileGrowth | undefined,
): Promise<PutAway> {
  const grown = growth?.grown() ?? [];
  const undisposed = await dispose(context, fixture, used);
  return {
    ...(undisposed !== undefined && { undisposed }),
    ...(growth?.isGone(grown) && { stillWritten: true }),
  };
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
