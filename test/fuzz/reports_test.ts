import * as fc from "fast-check";
import {
  renderHtml,
  renderJson,
  renderText,
  type Report,
  type RuleId,
  rules,
  type Verdict,
} from "@watertight/sinks/conformance";
import { assert } from "../assert.ts";
import { runs } from "./runs.ts";
import { type Drawn, drawnTraces, hostileText, traceOf } from "./traces.ts";

const rule = fc.constantFrom(...rules.map(({ id }) => id));

interface DrawnVerdict extends Omit<Verdict, "counterexample"> {
  readonly counterexample?: { readonly drawn: Drawn; readonly message: string };
}

const verdict = fc.record({
  rule,
  level: fc.constantFrom("MUST", "SHOULD"),
  outcome: fc.constantFrom(
    ...["violated", "violated", "satisfied", "implied", "inconclusive", "inapplicable", "exempt"],
  ),
  cause: rule,
  claimed: fc.constant(true),
  histories: fc.nat(),
  reason: hostileText,
  counterexample: fc.record({ drawn: drawnTraces(false), message: hostileText }),
}, { requiredKeys: ["rule", "level", "outcome", "histories"] }) as fc.Arbitrary<DrawnVerdict>;

const drawnReports = fc.record({
  subject: hostileText,
  conforms: fc.boolean(),
  seed: fc.integer(),
  histories: fc.nat(),
  elapsedMs: fc.double({ min: 0, max: 1e6, noNaN: true }),
  verdicts: fc.array(verdict, { maxLength: 3 }),
  staleExemptions: fc.array(rule, { maxLength: 1 }),
  notes: fc.array(hostileText, { maxLength: 2 }),
  warnings: fc.array(hostileText, { maxLength: 2 }),
  stopped: hostileText,
}, {
  requiredKeys: [
    ...["subject", "conforms", "seed", "histories", "elapsedMs", "verdicts"] as const,
    ...["staleExemptions", "notes"] as const,
  ],
});

type DrawnReport = Omit<Report, "verdicts"> & { readonly verdicts: readonly DrawnVerdict[] };

function reportOf(drawn: DrawnReport): Report {
  const verdicts = drawn.verdicts.map(({ counterexample, ...verdict }): Verdict => {
    if (!counterexample) return verdict;
    const { drawn, message } = counterexample;
    const trace = traceOf(drawn);
    const replay = { seed: 1, path: "0", rules: [verdict.rule] as RuleId[] };
    const history = { workers: 1, steps: [] };
    return {
      ...verdict,
      counterexample: { message, history, trace, contents: trace.contents ?? [], replay },
    };
  });
  return { ...drawn, verdicts };
}

/** Characters that make a terminal, a log or a page show something else than what stands there. */
const disguised = /(?![\t\n])\p{Cc}|[\u200e\u200f\u061c\u2028-\u202e\u2066-\u2069]/u;

function requirePlain(text: string): void {
  assert(!disguised.test(text), `a disguised character: ${JSON.stringify(text)}`);
  const command = text.split("\n").find((line) => /^\s*::|##(\[|vso)/.test(line));
  assert(command === undefined, `a line that a build server obeys: ${command}`);
  assert(text.isWellFormed(), "half a character in the text");
}

function requireWhole(json: string, report: Report): void {
  const { verdicts } = JSON.parse(json).reports[0] as Report;
  assert(verdicts.length === report.verdicts.length, "a verdict is missing");
  for (const [index, { counterexample: told }] of verdicts.entries()) {
    const { counterexample } = report.verdicts[index]!;
    assert(told?.trace.events.length === counterexample?.trace.events.length, "events are missing");
  }
}

function requireOwn(page: string): void {
  requireBalanced(page);
  assert(!disguised.test(page), `a disguised character: ${JSON.stringify(page)}`);
  assert(page.isWellFormed(), "half a character on the page");
}

// In one test, as it is the reports that take long to draw.
Deno.test("a report is plain text, JSON that can be read and a page of the kit's own elements, whatever is in it", () => {
  let shown = 0;
  fc.assert(
    fc.property(drawnReports as fc.Arbitrary<DrawnReport>, (drawn) => {
      const report = reportOf(drawn);
      requirePlain(renderText(report, { verbose: true }));
      requireWhole(renderJson(report), report);
      requireOwn(renderHtml(report));
      const isShown = ({ outcome, counterexample }: Verdict) =>
        outcome === "violated" && counterexample !== undefined;
      if (report.verdicts.some(isShown)) shown++;
    }),
    { numRuns: runs },
  );
  assert(shown > runs / 10, `of ${runs} reports only ${shown} showed a counterexample`);
});

/** The elements that a page is made of, and the attributes that they have. */
const elements = [
  ...[
    "html",
    "head",
    "title",
    "style",
    "body",
    "header",
    "main",
    "section",
    "article",
    "script",
    "meta",
  ],
  ...[
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "p",
    "span",
    "b",
    "i",
    "small",
    "code",
    "pre",
    "del",
    "ins",
    "a",
  ],
  ...["dl", "dt", "dd", "ul", "ol", "li", "div", "details", "summary", "template"],
  ...["form", "label", "input", "select", "option", "button"],
].join("|");
const attributes = [
  ...[
    "lang",
    "charset",
    "name",
    "content",
    "class",
    "id",
    "style",
    "title",
    "href",
    "value",
    "type",
  ],
  ...[
    "http-equiv",
    "role",
    "tabindex",
    "placeholder",
    "autocomplete",
    "aria-[a-z]+",
    "data-[a-z]+",
  ],
].join("|");
const tag = new RegExp(`^<(/?)(${elements})((?:\\s+(?:${attributes})="[^"<>]*")*)\\s*>`);

/** Elements that hold nothing. */
const empty: readonly string[] = ["meta", "input"];

/** Every `<` begins an element of the kit's own, and each of them is closed in its turn. */
function requireBalanced(page: string): void {
  const open: string[] = [];
  for (let at = page.indexOf("<", 1); at >= 0; at = page.indexOf("<", at + 1)) {
    const [whole, slash, name] = page.slice(at, at + 600).match(tag) ?? [];
    assert(whole !== undefined, `no element of the kit's: ${page.slice(at, at + 60)}`);
    if (empty.includes(name!)) continue;
    if (slash === "") open.push(name!);
    else assert(open.pop() === name, `${whole} closes another element`);
  }
  assert(open.length === 0, `never closed: ${open}`);
}
