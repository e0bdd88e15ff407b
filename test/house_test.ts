/** The laws of the house: who may import whom, where things stand, and how large they may grow. */
import { dirname, join, relative } from "node:path/posix";
import { fileURLToPath } from "node:url";
import { assert, assertEquals } from "./assert.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

/** What stands in a file beside its code; what a template holds between braces is code again. */
const beside = new RegExp(
  [
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*/, // comments
    /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/, // texts
    /(?<=[(,=:[!&|?{};+]\s*|\breturn\s+)\/(?:[^/*\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])*\//, // patterns
  ].map(({ source }) => source).join("|"),
  "y",
);

/** The code of a file with all else blanked out, line by line as it was. */
function codeOf(path: string): string {
  const text = Deno.readTextFileSync(join(root, path));
  let code = "";
  const blank = (length: number) => {
    code += text.slice(code.length, code.length + length).replaceAll(/[^\n]/g, " ");
  };
  /** What was opened and is not closed yet: a brace, a template, or code within one. */
  const open: ("{" | "`" | "${")[] = [];
  while (code.length < text.length) {
    const character = text[code.length]!;
    if (open.at(-1) === "`") {
      const opens = text.startsWith("${", code.length);
      if (opens) open.push("${");
      else if (character === "`") open.pop();
      blank(opens || character === "\\" ? 2 : 1);
      continue;
    }
    beside.lastIndex = code.length;
    const found = beside.exec(text)?.[0];
    if (found !== undefined) blank(found.length);
    else if (character === "`") {
      open.push("`");
      blank(1);
    } else if (character === "}" && open.pop() === "${") blank(1);
    else {
      if (character === "{") open.push("{");
      code += character;
    }
  }
  return code;
}

/** One module of the house, by its path from the root, and what it imports: paths from the root, or names. */
interface Module {
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly string[];
}

function* paths(folder: string): Iterable<string> {
  for (const entry of Deno.readDirSync(join(root, folder))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory) yield* paths(path);
    else if (entry.name.endsWith(".ts")) yield path;
  }
}

function moduleAt(path: string): Module {
  const text = Deno.readTextFileSync(join(root, path));
  const code = codeOf(path); // Examples in the docs, and modules that are written out, import what readers import.
  const imports = [...text.matchAll(/\b(?:from|import)\s*\(?\s*"([^"]+)"/g)]
    .filter(({ index }) => code[index] !== " ")
    .map(([, name]) => name!.startsWith(".") ? join(dirname(path), name!) : name!);
  return { path, lines: text.split("\n").length - 1, imports };
}

const modules = ["src", "conformance", "examples"].flatMap((folder) => [...paths(folder)])
  .map(moduleAt);
const within = (folder: string) => modules.filter(({ path }) => path.startsWith(`${folder}/`));

/** Every import that is not allowed, as a line. */
function breaches(folder: string, allowed: (imported: string, path: string) => boolean): string[] {
  return within(folder).flatMap(({ path, imports }) =>
    imports.filter((imported) => !allowed(imported, path)).map((imported) => `${path}: ${imported}`)
  );
}

const layers = ["src/protocol", "src/bridge", "src/flow", "src/runtime", "src/wire"];

for (const [index, layer] of layers.entries()) {
  Deno.test(`${layer} imports of the house only ${layers.slice(0, index + 1).join(", ")}`, () => {
    const below = layers.slice(0, index + 1);
    const ours = (imported: string) =>
      /^(src|conformance|examples|test)\//.test(imported) || imported.startsWith("@watertight/");
    const allowed = (it: string) =>
      !ours(it) || below.some((folder) => it.startsWith(`${folder}/`));
    assertEquals(breaches(layer, allowed), []);
  });
}

Deno.test("src has no folders but its layers", () => {
  const folders = [...Deno.readDirSync(join(root, "src"))].map(({ name }) => `src/${name}`);
  assertEquals(folders.filter((folder) => !layers.includes(folder)), []);
});

Deno.test("src/protocol imports nothing from outside the house", () => {
  assertEquals(breaches("src/protocol", (imported) => imported.startsWith("src/")), []);
});

Deno.test("conformance imports of src only protocol and bridge, and nothing of examples and test", () => {
  const allowed = (imported: string) =>
    !/^(src|examples|test)\//.test(imported) && !imported.startsWith("@watertight/") ||
    /^src\/(protocol|bridge)\//.test(imported);
  assertEquals(breaches("conformance", allowed), []);
});

Deno.test("examples import the kit by the names its users import", () => {
  assertEquals(breaches("examples", (imported) => !/^(src|conformance|test)\//.test(imported)), []);
});

/** What a rule is made of: a pure function of a trace, in words. */
const rulesImport = [
  /^src\/protocol\/mod\.ts$/,
  /^conformance\/(rule|rule_id)\.ts$/,
  /^conformance\/describe\.ts$/,
  /^conformance\/judge\//,
];

Deno.test("rules import only the trace, the judges, the words and the type of a rule", () => {
  const allowed = (imported: string, path: string) =>
    path === "conformance/rules/mod.ts" || rulesImport.some((pattern) => pattern.test(imported));
  assertEquals(breaches("conformance/rules", allowed), []);
});

Deno.test("every rule stands in a file named by its id", () => {
  const files = within("conformance/rules").filter(({ path }) => !path.endsWith("/mod.ts"));
  const misplaced = files.filter(({ path }) => {
    const id = relative("conformance/rules", path).replace(".ts", "").replaceAll("_", "-");
    const text = Deno.readTextFileSync(join(root, path));
    return !text.includes(`id: "${id.replace("/", ".")}"`);
  });
  assertEquals(misplaced.map(({ path }) => path), []);
});

Deno.test("no room of the suite imports those that are built on it", () => {
  const above = /^conformance\/(search|runners|cli)\//;
  const rooms = [
    "values",
    "history",
    "subject",
    "fixtures",
    "execute",
    "judge",
    "rules",
    "regressions",
    "report",
  ];
  const found = rooms.flatMap((room) =>
    breaches(`conformance/${room}`, (imported) => !above.test(imported))
  );
  assertEquals(found, []);
});

/** The files that generate values or run properties, and the one that needs its printer. */
const fastCheckUsers = [
  "conformance/describe.ts",
  "conformance/history/arbitrary.ts",
  "conformance/search/attribute.ts",
  "conformance/search/history_parameters.ts",
  "conformance/search/minimise.ts",
  "conformance/search/replay.ts",
  "conformance/search/search.ts",
  "conformance/search/smallest_event.ts",
  "conformance/subject/event_source.ts",
];

Deno.test("fast-check is imported only where values are generated and properties run", () => {
  const users = [...within("src"), ...within("conformance")]
    .filter(({ imports }) => imports.includes("fast-check"));
  assertEquals(users.map(({ path }) => path).sort(), fastCheckUsers);
});

Deno.test("the top-level folders are src, conformance, examples and test", () => {
  // Dotfolders belong to tools, and these two are never checked in.
  const others = ["node_modules", "coverage"];
  const folders = [...Deno.readDirSync(root)]
    .filter(({ isDirectory, name }) => isDirectory && !name.startsWith("."))
    .map(({ name }) => name).filter((name) => !others.includes(name));
  assertEquals(folders.sort(), ["conformance", "examples", "src", "test"]);
});

for (const [folder, most] of [["src", 300], ["conformance", 300], ["examples", 150]] as const) {
  Deno.test(`no file of ${folder} has more than ${most} lines`, () => {
    const long = within(folder).filter(({ lines }) => lines > most);
    assertEquals(long.map(({ path, lines }) => `${path}: ${lines}`), []);
  });
}

/** What opens the body of a function: its parameters and type, then `{`; or an arrow. */
const functionHead =
  /(?:\bfunction\*?\s*\w*|(?<![\w.])(?!if|for|while|switch|catch|with|return)#?\w+)\s*(?:<[^{}()]*>)?\((?:[^{};]|\{[^{}]*\})*\)\s*(?::(?:[^{};=]|\{[^{};]*\})*)?$|=>\s*$/;

/** The functions of a file: the line each body begins in, and how many lines it has. */
function functionsOf(path: string): { readonly line: number; readonly lines: number }[] {
  const code = codeOf(path);
  const functions: { line: number; lines: number }[] = [];
  const open: { line: number; isFunction: boolean }[] = [];
  let line = 1;
  for (let at = 0; at < code.length; at++) {
    if (code[at] === "\n") line++;
    // Long enough for the head of any function; short enough to be quick.
    if (code[at] === "{") {
      open.push({ line, isFunction: functionHead.test(code.slice(Math.max(0, at - 400), at)) });
    } else if (code[at] === "}") {
      const { line: first, isFunction } = open.pop()!;
      if (isFunction) functions.push({ line: first, lines: line - first + 1 });
    }
  }
  return functions;
}

const ours = [...within("src"), ...within("conformance")];

Deno.test("no file of src and conformance uses what Node 22 cannot read or does not have", () => {
  const newer = /\busing\s+\w+\s*=|\b(?:Async)?DisposableStack\b|\bimport\.defer\b/;
  assertEquals(ours.filter(({ path }) => newer.test(codeOf(path))).map(({ path }) => path), []);
});

Deno.test("no function of src and conformance has more than 70 lines", () => {
  const all = ours.flatMap(({ path }) => functionsOf(path).map((it) => ({ path, ...it })));
  assert(all.length > ours.length * 3, `only ${all.length} functions were found`);
  const long = all.filter(({ lines }) => lines > 70);
  assertEquals(long.map(({ path, line, lines }) => `${path}:${line}: ${lines}`), []);
});

/** What a module defines at its top level: all of it, and what others can see or call. */
const everything =
  /^(?:export )?(?:default )?(?:abstract )?(?:async )?(?:class|interface|type|enum|const|let|function\*?) (\w+)/gm;
const typesAndFunctions =
  /^(?:export const |(?:export )?(?:default )?(?:abstract )?(?:async )?(?:class|interface|type|enum|function\*?) )(\w+)/gm;

/** The names that match in several files, each with its files. */
function definedTwice(files: readonly Module[], definition: RegExp): (readonly string[])[] {
  const definitions = files.flatMap(({ path }) =>
    [...codeOf(path).matchAll(definition)].map(([, name]) => ({ name: name!, path }))
  );
  return [...Map.groupBy(definitions, ({ name }) => name)]
    .map(([name, places]) => [name, ...new Set(places.map(({ path }) => path))])
    .filter(({ length }) => length > 2);
}

Deno.test("no name is defined in two files of src", () => {
  assertEquals(definedTwice(within("src"), everything), []);
});

/** Names that mean the same wherever they are defined, each with the reason. */
const meantTwice: Readonly<Record<string, string>> = {
  rule: "every file of conformance/rules exports the one rule it is named by",
};

Deno.test("no type and no function is defined in two files of src and conformance", () => {
  const twice = definedTwice(ours, typesAndFunctions);
  assertEquals(twice.filter(([name]) => !Object.hasOwn(meantTwice, name!)), []);
  const names = twice.map(([name]) => name);
  assertEquals(Object.keys(meantTwice).filter((name) => !names.includes(name)), [], "stale");
});

Deno.test("public types name nothing of Deno", async () => {
  const entries = ["mod.ts", "conformance/mod.ts"];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", ...entries],
    cwd: root,
  }).output();
  const text = new TextDecoder().decode(success ? stdout : stderr);
  assert(success, text);
  const named = [...text.matchAll(/"(?:typeName|repr)":\s*"(Deno\b[^"]*)"/g)].map(([, it]) => it);
  assertEquals(named, []);
});
