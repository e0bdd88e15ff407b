/** The files that a command reads: they may come from anywhere. */
import * as fc from "fast-check";
import { readBaseline } from "../../conformance/cli/baseline.ts";
import { reportOfTrace } from "../../conformance/cli/judge_traces.ts";
import { readForm } from "../../conformance/cli/read_form.ts";
import { jsonFormat } from "../../conformance/report/json.ts";
import { reportDocument } from "../../conformance/report/json_schema.ts";
import { traceSchema } from "../../conformance/report/trace_schema.ts";
import { ruleIds } from "../../conformance/rule_id.ts";
import { bare, counterexample, verdict } from "../conformance/report/reports.ts";
import { requireClear } from "./clear.ts";
import { requireMixed, runs } from "./runs.ts";
import { drawnTraces, hostileText, traceOf } from "./traces.ts";

const anything = fc.oneof(hostileText, fc.json(), fc.constantFrom("", "null", "[]", "7", "{"));

/** A trace as a report holds it. */
const trace = drawnTraces(true).map((drawn) => {
  const shown = { ...counterexample, trace: traceOf(drawn) };
  const verdicts = [verdict("write.once", { outcome: "violated", counterexample: shown })];
  const { verdicts: [written] } = JSON.parse(jsonFormat.report({ ...bare, verdicts }, {}));
  return JSON.stringify(written.counterexample.trace);
});

const reasons = fc.dictionary(
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...ruleIds) }, hostileText),
  hostileText,
  { maxKeys: 3 },
);
const baseline = fc.dictionary(hostileText, fc.record({ failing: reasons }), { maxKeys: 3 })
  .map((value) => JSON.stringify(value));

const report = fc.record({
  version: fc.constant(1),
  reports: fc.array(fc.record({ subject: hostileText, error: hostileText })),
})
  .map((value) => JSON.stringify(value));

/** What reads a kind of file, and texts that are such a file but for a detail. */
const kinds: Readonly<
  Record<string, readonly [fc.Arbitrary<string>, (file: string) => Promise<unknown>]>
> = {
  trace: [trace, async (file) => {
    const read = await readForm(file, traceSchema, "a trace as JSON");
    return reportOfTrace("a trace", read, ruleIds, false);
  }],
  baseline: [baseline, readBaseline],
  report: [report, (file) => readForm(file, reportDocument, "a report")],
};

for (const [kind, [near, read]] of Object.entries(kinds)) {
  Deno.test(`a file for a ${kind} is taken or refused with a clear error, whatever is in it`, async () => {
    const file = await Deno.makeTempFile();
    let taken = 0;
    try {
      await fc.assert(
        fc.asyncProperty(fc.oneof({ weight: 3, arbitrary: near }, anything), async (text) => {
          await Deno.writeTextFile(file, text);
          try {
            await read(file);
            taken++;
          } catch (error) {
            requireClear(error, TypeError, RangeError);
          }
        }),
        { numRuns: runs },
      );
    } finally {
      await Deno.remove(file);
    }
    requireMixed(taken, 1 / 10, "files");
  });
}
