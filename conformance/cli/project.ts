import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import type { Kit } from "./kit.ts";

/** The project that a folder is in, or that is to be begun there. */
export interface Project {
  /** The path of the file that tells where modules come from. */
  readonly manifest: string;
  /** Whether that file is there already. */
  readonly begun: boolean;
  /** What that file must have, and has not yet. */
  readonly needs: Readonly<Record<string, unknown>>;
  /** The name of a test that the runner finds. */
  readonly test: string;
  /** The commands that install what is needed and run the tests. */
  readonly commands: readonly string[];
}

/** What runs a program, and its tests. */
export type ProgramHost = "deno" | "node" | "bun";

/** What this program runs on. */
export function hostHere(): ProgramHost {
  if ("Deno" in globalThis) return "deno";
  return "Bun" in globalThis ? "bun" : "node";
}

/** Which project a folder is in: of Deno where that is configured, or runs; else of what npm installs for. */
export async function projectAt(folder: string, kit: Kit, host: ProgramHost): Promise<Project> {
  const ofDeno = nearestFile(folder, ["deno.json", "deno.jsonc"]);
  const isDeno = ofDeno !== undefined || kit.from !== "npm" || host === "deno";
  const found = isDeno ? ofDeno : nearestFile(folder, ["package.json"]);
  const manifest = found ?? join(folder, isDeno ? "deno.json" : "package.json");
  const text = found === undefined ? "" : await readFile(found, "utf8");
  const lacks = (name: string) => !text.includes(JSON.stringify(name));
  const project = { manifest, begun: found !== undefined };
  return isDeno
    ? { ...project, ...denoProject(dirname(manifest), kit, lacks) }
    : { ...project, ...npmProject(kit, lacks, project.begun, host) };
}

type Needed = Pick<Project, "needs" | "test" | "commands">;

function denoProject(folder: string, kit: Kit, lacks: (name: string) => boolean): Needed {
  const imports = {
    ...lacks(kit.name) &&
      { [kit.name]: `${kit.from === "npm" ? "npm" : "jsr"}:${kit.name}@${kit.range}` },
    ...lacks("fast-check") && { "fast-check": `npm:fast-check@${kit.fastCheck}` },
  };
  // The modules of a checkout are taken in place of those that are published.
  const isLinked = kit.from === "checkout" && lacks(kit.name);
  return {
    needs: {
      ...Object.keys(imports).length > 0 && { imports },
      ...isLinked && { links: [relative(folder, kit.folder).replaceAll("\\", "/")] },
    },
    test: "conformance_test.ts",
    commands: ["deno test -A"],
  };
}

function npmProject(
  kit: Kit,
  lacks: (name: string) => boolean,
  begun: boolean,
  host: ProgramHost,
): Needed {
  const devDependencies = {
    ...lacks(kit.name) && { [kit.name]: kit.range },
    ...lacks("fast-check") && { "fast-check": kit.fastCheck },
  };
  const isInstalled = Object.keys(devDependencies).length === 0;
  const [install, test] = host === "bun"
    ? ["bun install", "bun test"]
    : ["npm install", "node --test"];
  return {
    needs: {
      ...!begun && { private: true, type: "module" },
      ...!isInstalled && { devDependencies },
    },
    test: "conformance.test.ts",
    commands: [...isInstalled ? [] : [install], test],
  };
}

/** The nearest file of such a name, in a folder or above it. */
function nearestFile(folder: string, names: readonly string[]): string | undefined {
  for (let path = resolve(folder);; path = dirname(path)) {
    const found = names.map((name) => join(path, name)).find((it) => existsSync(it));
    if (found !== undefined || dirname(path) === path) return found;
  }
}
