import type { IntoSink } from "@watertight/sinks";
import { assertRejects } from "../assert.ts";

/** Values of each key that a section must not have. */
export type BadValues = Readonly<Record<string, readonly unknown[]>>;

/**
 * Registers a test for each key: a section that is right but for it is refused, by its name.
 *
 * @param right a section; nobody need listen where it leads to.
 */
export function testBadConfigs<E>(
  title: string,
  sink: IntoSink<E>,
  right: object,
  bad: BadValues,
  error: typeof Error | typeof TypeError = TypeError,
): void {
  for (const [key, values] of Object.entries(bad)) {
    Deno.test(`${title} refuses a bad ${key} by name`, async () => {
      for (const value of values) {
        const build = async () => await sink.buildPartition({ ...right, [key]: value }, 0, 1);
        await assertRejects(build, error, key);
      }
    });
  }
}
