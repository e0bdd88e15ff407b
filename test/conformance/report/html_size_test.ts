import {
  type Counterexample,
  renderHtml,
  type Report,
  rules,
  type Verdict,
} from "@watertight/sinks/conformance";
import { htmlFormat } from "../../../conformance/report/html.ts";
import { assert, assertEquals, assertStringIncludes } from "../../assert.ts";
import { build, close, on, threw, traceOf, write } from "../judge/traces.ts";
import { bare, verdict } from "./reports.ts";

const workers = 4;
const batch = 40;

/** Many workers, calls and events; the last write throws a long error, and the storage lost every tenth event. */
function largeExample(seed: number): Counterexample {
  const indexes = [...Array(15).keys()];
  const calls = [
    ...indexes.slice(0, workers).map((worker) => on(worker, build, workers)),
    ...indexes.flatMap((round) =>
      indexes.slice(0, workers).map((worker) => {
        const first = (round * workers + worker) * batch;
        const events = Array.from({ length: batch }, (_, index) => first + index);
        return on(worker, write(...events), workers);
      })
    ),
    threw(on(0, write(), workers), `the connection was lost: ${"retried ".repeat(400)}`),
    ...indexes.slice(0, workers).map((worker) => on(worker, close, workers)),
  ];
  const trace = traceOf(calls);
  const contents = trace.contents!.filter((_, event) => event % 10 !== 3);
  const read = trace.calls.map((call, index) => ({
    ...call,
    after: contents.slice(0, Math.max(0, index - workers) * batch),
  }));
  return {
    message: `event 3, written to worker 0, is not stored: ${"as it was said before ".repeat(40)}`,
    history: { workers, steps: [] },
    trace: {
      ...trace,
      contents,
      events: trace.events.map((event) => `${event} ${"ä".repeat(300)}`),
    },
    contents,
    replay: { seed, path: "204:3:0:1:7:7:7", rules: ["write.stored"] },
    calls: [trace.calls.length - 1 - workers],
    stepwise: { ...trace, calls: read, contents },
  };
}

/** A report in which so many rules are violated, each with a large history. */
function manyViolated(subject: string, number: number): Report {
  const verdicts = rules.map(({ id, level }, index): Verdict =>
    index < number
      ? verdict(id, { level, outcome: "violated", counterexample: largeExample(index) })
      : verdict(id, { level })
  );
  return { ...bare, subject, conforms: false, verdicts };
}

function bytesIn(page: string): number {
  return new TextEncoder().encode(page).length;
}

Deno.test("a page of a hundred violations with large histories has less than 300 KB, and says what it leaves out", () => {
  const parts = [manyViolated("rows in a table", 64), manyViolated("rows in a file", 36)]
    .map((report) => htmlFormat.report(report, {}));
  const page = htmlFormat.whole(parts, {});
  assertEquals(page.split("<article").length, 101);
  assert(bytesIn(page) < 300_000, `${bytesIn(page)} bytes`);
  assertStringIncludes(page, "66 of 69 calls are left out here");
});

Deno.test("a page of one violation shows all of the calls that a page of a hundred leaves out", () => {
  const page = renderHtml(manyViolated("rows in a table", 1));
  assert(bytesIn(page) < 300_000, `${bytesIn(page)} bytes`);
  assertEquals(page.match(/<li\s+id="s1-1-c\d+">/g)?.length, 69);
  assert(!page.includes("calls are left out here"));
});

Deno.test("a page that leaves calls out keeps the one where it shows, the first and the last ones", () => {
  const page = renderHtml(manyViolated("rows in a table", 30));
  assert(bytesIn(page) < 300_000, `${bytesIn(page)} bytes`);
  const first = page.slice(page.indexOf("<article"), page.indexOf("</article>"));
  const numbers = [...first.matchAll(/<li\s+id="s1-1-c(\d+)">/g)].map(([, number]) =>
    Number(number)
  );
  assert(numbers.length > 2 && numbers.length < 69, `${numbers.length} calls`);
  assertEquals([numbers[0], numbers.at(-1)], [1, 69]);
  assertStringIncludes(first.slice(first.indexOf('id="s1-1-c65">')), "Here it shows");
});
