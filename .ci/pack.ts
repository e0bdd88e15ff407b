/**
 * Packs the kit for npm: `deno task pack [FILE]`, offline. `deno pack` compiles it and writes a package.json, but has
 * no way to say what the command is called and what the kit runs on; this adds both, leaves the comments to the
 * declarations, where editors look for them, and `npm pack` packs it again.
 */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** What npm is told beside what `deno pack` takes from deno.json. */
const additions = {
  description: "Tells the author of a streaming storage sink whether it leaks",
  // The second is what `npx @watertight/sinks` runs: of several it takes the one that is called as the package is.
  bin: { conform: "./conformance/cli/main.js", sinks: "./conformance/cli/main.js" },
  engines: { node: ">=22", deno: ">=2.7", bun: ">=1.2" },
};

/** What stands in the repository for who works on the kit, or is a page of the documentation. */
const unneeded = [
  "deno.lock",
  "CONTRIBUTING.md",
  "conformance/RECIPES.md",
  "conformance/RULES.md",
];

const root = fileURLToPath(new URL("../", import.meta.url));

/** Runs a command to its end. @throws {Error} with what it printed when it fails. */
async function execute(command: string, args: readonly string[], cwd: string): Promise<void> {
  const { success, code, stdout, stderr } = await new Deno.Command(command, {
    args: [...args],
    cwd,
  }).output();
  if (success) return;
  const printed = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("\n");
  throw new Error(`Cannot pack as ${command} ${args[0]} must end with 0: ${code}\n${printed}`);
}

/** Writes a module again without its comments: its declarations hold those that are for who uses it. */
async function withoutComments(path: string): Promise<void> {
  const { outputText } = ts.transpileModule(await readFile(path, "utf8"), {
    compilerOptions: {
      removeComments: true,
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
    },
  });
  await writeFile(path, outputText);
}

/** Packs the kit into this file, a path. @throws {Error} when a step of it fails. */
export async function pack(file: string): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const raw = join(folder, "raw.tgz");
    // Source maps hold the paths of the machine they were made on.
    const ignored = `--ignore=${unneeded.join(",")}`;
    const options = ["--no-source-maps", ignored, "--allow-dirty", "--output", raw];
    await execute(Deno.execPath(), ["pack", ...options], root);
    await execute("tar", ["-xzf", raw], folder);
    const contents = join(folder, "package");
    const manifest = join(contents, "package.json");
    const packed = JSON.parse(await Deno.readTextFile(manifest));
    await Deno.writeTextFile(manifest, JSON.stringify({ ...packed, ...additions }, null, 2) + "\n");
    for (const path of await readdir(contents, { recursive: true })) {
      if (path.endsWith(".js")) await withoutComments(join(contents, path));
    }
    await execute("npm", ["pack", contents, "--ignore-scripts"], folder);
    const { name, version } = packed;
    const made = `${name.replace("@", "").replace("/", "-")}-${version}.tgz`;
    await Deno.copyFile(join(folder, made), resolve(file));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) await pack(Deno.args[0] ?? "watertight-sinks.tgz");
