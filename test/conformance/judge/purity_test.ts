import { evidenceOf, rules } from "../../../conformance/mod.ts";
import { freezeOwn } from "../../../conformance/values/change.ts";
import { assert, assertEquals } from "../../assert.ts";
import { readRecorded, type Recorded } from "../../traces/recorded.ts";

/** The folders and files a judge may use, from the root of the package. */
const reachable = [
  /^conformance\/rules\//,
  /^conformance\/judge\//,
  /^conformance\/values\//,
  /^conformance\/(describe|rule_id)\.ts$/,
  /^src\/protocol\/is_error\.ts$/,
  // Formats a value as source text; has no state, and is all that the judges take from it.
  /^fast-check$/,
];

/** What would let a judge know more than its evidence. */
const impure =
  /\b(Deno|process|globalThis|self|fetch|Date\.now|new Date|performance|Temporal|crypto|Math\.random|setTimeout|setInterval|setImmediate|queueMicrotask|Worker|WebSocket|localStorage|console|eval|Function\(|import\(|await|async|Promise)\b/;

const root = new URL("../../../", import.meta.url);

/** The files that a file imports values from; what is imported as a type is gone when it runs. */
function importsOf(path: string, source: string): string[] {
  const statements = source.matchAll(/(?:import|export)\s+(type\s+)?([^;"]*?)from\s+"([^"]+)"/g);
  return [...statements].flatMap(([, type, names, specifier]) => {
    const values = names!.replace(/[{}]/g, "").split(",").map((name) => name.trim())
      .filter((name) => name !== "" && !name.startsWith("type "));
    if (type || values.length === 0) return [];
    if (!specifier!.startsWith(".")) return [specifier!];
    return [new URL(specifier!, new URL(path, root)).href.slice(root.href.length)];
  });
}

/** Every file that the rules reach, with its source; a package is reached but not read. */
async function graph(): Promise<Map<string, string>> {
  const sources = new Map<string, string>();
  const waiting = ["conformance/rules/mod.ts"];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (sources.has(path)) continue;
    const source = path.endsWith(".ts") ? await Deno.readTextFile(new URL(path, root)) : "";
    sources.set(path, source);
    waiting.push(...importsOf(path, source));
  }
  return sources;
}

function withoutWords(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "")
    .replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""');
}

Deno.test("the rules reach nothing but evidence, words and each other", async () => {
  const paths = [...(await graph()).keys()];
  assert(paths.length > rules.length, "the walk found too little");
  assertEquals(paths.filter((path) => !reachable.some((allowed) => allowed.test(path))), []);
});

Deno.test("no judge names a clock, a source of chance, or any I/O", async () => {
  for (const [path, source] of await graph()) {
    const found = withoutWords(source).match(impure)?.[0];
    assertEquals(found, undefined, `${path} names ${found}`);
  }
});

/** Puts functions that throw in the place of these members, and gives back what undoes it. */
function forbid(owner: object, members: readonly string[]): () => void {
  const kept = members.map((member) =>
    [member, Object.getOwnPropertyDescriptor(owner, member)] as const
  );
  for (const member of members) {
    Object.defineProperty(owner, member, {
      configurable: true,
      get() {
        throw new Error(`Cannot use ${member} as a judge must be pure`);
      },
    });
  }
  return () => {
    for (const [member, descriptor] of kept) {
      if (descriptor) Object.defineProperty(owner, member, descriptor);
      else Reflect.deleteProperty(owner, member);
    }
  };
}

function judgeAll(recorded: readonly Recorded[]): readonly string[] {
  return recorded.flatMap(({ violated, satisfied }) =>
    [evidenceOf(violated.trace, violated.causes), evidenceOf(satisfied.trace)].flatMap(
      (evidence) => rules.map((rule) => `${rule.id}: ${JSON.stringify(rule.judge(evidence))}`),
    )
  );
}

Deno.test("judges find the same with every clock, chance and I/O taken away", async () => {
  const recorded = await Promise.all(rules.map(({ id }) => readRecorded(id)));
  const usual = judgeAll(recorded);
  const undo = [
    forbid(globalThis, [
      "fetch",
      "performance",
      "setTimeout",
      "setInterval",
      "queueMicrotask",
      "crypto",
      "localStorage",
    ]),
    forbid(Date, ["now"]),
    forbid(Math, ["random"]),
    forbid(Deno, ["readTextFileSync", "writeTextFileSync", "openSync", "env", "pid"]),
  ];
  let alone: readonly string[];
  try {
    alone = judgeAll(recorded);
  } finally {
    for (const restore of undo.reverse()) restore();
  }
  assertEquals(alone, usual);
});

Deno.test("judges change nothing in their evidence, and find the same twice", async () => {
  const recorded = await Promise.all(rules.map(({ id }) => readRecorded(id)));
  const usual = judgeAll(recorded);
  freezeOwn(recorded);
  assertEquals(judgeAll(recorded), usual);
  assertEquals(judgeAll(recorded), usual);
});
