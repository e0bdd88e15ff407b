import { payloadIssue, schemaOf } from "../../src/protocol/payload_issue.ts";
import { isThenable } from "../../src/protocol/thenable.ts";
import { describeValue } from "../describe.ts";
import type { Context } from "../execute/context.ts";
import type { Fixture } from "../subject.ts";
import { callHook, type HookLimit } from "./fixture.ts";
import { FixtureError } from "./fixture_error.ts";

/**
 * Every event that is drawn must be one of the payload: a runtime refuses others before the sink sees them.
 *
 * Nothing is asked of `invalidEvents`: they are what the storage cannot hold, and a schema may well accept that.
 *
 * @throws {FixtureError} naming the first event that the payload rejects, and the issue.
 */
export async function requirePayload<E>(context: Context<E>, { sink }: Fixture<E>): Promise<void> {
  const { pool, hookLimit } = context;
  const schema = readSchema(sink, hookLimit);
  if (schema === undefined) return;
  for (let place = 0; place < pool.events.length; place++) {
    const checked = callHook("payload", hookLimit, () => payloadIssue(schema, pool.fresh(place)));
    const issue = isThenable(checked) ? await checked : checked;
    if (issue === undefined) continue;
    const event = describeValue(pool.events[place], 80);
    throw new FixtureError("payload", `must accept every event: it rejects ${event}, ${issue}`);
  }
}

/** One that cannot be read is for the rules to judge. */
function readSchema<E>(
  sink: Fixture<E>["sink"],
  { watch }: HookLimit,
): ReturnType<typeof schemaOf> {
  watch?.enter("node");
  try {
    return schemaOf(sink.payload);
  } catch {
    return undefined;
  } finally {
    watch?.leave();
  }
}
