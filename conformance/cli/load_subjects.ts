import { fileURLToPath } from "node:url";
import { systemClock } from "../../src/bridge/clock.ts";
import { catchStrayErrors } from "../execute/stray_errors.ts";
import { describeThrown, describeValue, thrownText } from "../describe.ts";
import type { Subject } from "../subject.ts";

/**
 * The subjects that a module exports.
 *
 * @param limit milliseconds that its import may take.
 * @throws {TypeError} when it exports none.
 * @throws {Error} when its import fails, leaves an error behind or takes longer.
 */
export async function loadSubjects(
  module: URL,
  limit: number,
): Promise<readonly Subject<unknown>[]> {
  const exports = await importWithin(module, limit);
  const several = exports["subjects"];
  if (Array.isArray(several) && several.length > 0) return several;
  if (several !== undefined) {
    throw new TypeError(
      `Cannot check ${
        fileURLToPath(module)
      } as its subjects must be a list of at least one: it is ${describeValue(several)}`,
    );
  }
  const subject = exports["subject"] ?? exports["default"];
  if (subject !== undefined) return [subject as Subject<unknown>];
  throw new TypeError(
    `Cannot check ${
      fileURLToPath(module)
    } as it must export a subject, as "subject" or by default, or several as ` +
      `"subjects": it exports ${Object.keys(exports).join(", ") || "nothing"}`,
  );
}

/** A module that waits for what never comes, or leaves an error that nothing catches, is not loaded. */
async function importWithin(module: URL, limit: number): Promise<Record<string, unknown>> {
  const strays = catchStrayErrors();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const callOff = systemClock.after(
    limit,
    () =>
      reject(
        new Error(
          `Cannot check ${
            fileURLToPath(module)
          } as its import must end: it did not within ${limit} ms, the --hook-limit`,
        ),
      ),
  );
  try {
    const loading = import(module.href).catch((error) => {
      const text = thrownText(describeThrown(error));
      throw new TypeError(
        `Cannot check ${fileURLToPath(module)} as it must be a module that loads: ${text}`,
        { cause: error },
      );
    });
    const exports = await Promise.race([loading, late]);
    await systemClock.turn(); // A rejection that nothing handles is told only then.
    const [error] = strays.take();
    if (error === undefined) return exports;
    throw new Error(
      `Cannot check ${
        fileURLToPath(module)
      } as its import must not fail: it left an error behind, ${thrownText(error)}`,
      { cause: describeThrown(error) },
    );
  } finally {
    callOff();
    strays[Symbol.dispose]();
  }
}
