/** The laws of the house: who may import whom, where things stand, and how large they may grow. */
import { dirname, join, relative } from "node:path/posix";
import { fileURLToPath } from "node:url";
import { assert, assertEquals } from "./assert.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

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
  const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, ""); // Examples in the docs import what readers import.
  const imports = [...code.matchAll(/\b(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(([, name]) =>
    name!.startsWith(".") ? join(dirname(path), name!) : name!
  );
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
  /^conformance\/rule\.ts$/,
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

/** The files that generate values or run properties, and the two that need its types or its printer. */
const fastCheckUsers = [
  "conformance/check/check.ts",
  "conformance/check/event.ts",
  "conformance/check/pool.ts",
  "conformance/check/replay.ts",
  "conformance/check/search.ts",
  "conformance/check/shrink.ts",
  "conformance/describe.ts",
  "conformance/generate/history_arbitrary.ts",
  "conformance/subject.ts",
];

Deno.test("fast-check is imported only where values are generated and properties run", () => {
  const users = [...within("src"), ...within("conformance")]
    .filter(({ imports }) => imports.includes("fast-check"));
  const others = users.map(({ path }) => path).filter((path) => !fastCheckUsers.includes(path));
  assertEquals(others, []);
});

Deno.test("the top-level folders are src, conformance, examples and test", () => {
  // Dotfolders belong to tools, and these two are never checked in.
  const others = ["node_modules", "coverage"];
  const folders = [...Deno.readDirSync(root)]
    .filter(({ isDirectory, name }) => isDirectory && !name.startsWith("."))
    .map(({ name }) => name).filter((name) => !others.includes(name));
  assertEquals(folders.sort(), ["conformance", "examples", "src", "test"]);
});

Deno.test("no file of src and conformance has more than 300 lines", () => {
  const long = [...within("src"), ...within("conformance")].filter(({ lines }) => lines > 300);
  assertEquals(long.map(({ path, lines }) => `${path}: ${lines}`), []);
});

/** What a module defines at its top level, types included. */
const definition =
  /^(?:export )?(?:async )?(?:class|interface|type|enum|const|function\*?) (\w+)/gm;

Deno.test("no name is defined in two files of src", () => {
  const definitions = within("src").flatMap(({ path }) => {
    const code = Deno.readTextFileSync(join(root, path)).replaceAll(/\/\*[\s\S]*?\*\//g, "");
    return [...code.matchAll(definition)].map(([, name]) => ({ name, path }));
  });
  const twice = [...Map.groupBy(definitions, ({ name }) => name)]
    .filter(([, places]) => new Set(places.map(({ path }) => path)).size > 1);
  assertEquals(twice.map(([name, places]) => [name, ...places.map(({ path }) => path)]), []);
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
