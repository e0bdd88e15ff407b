/** Servers come from the Debian packages or from Maven; what is there already is taken as it is. */
import { homedir } from "node:os";
import { join } from "node:path";
import type { ServerKind } from "./kinds.ts";

/** What a server is started with. */
export interface Installed {
  /** The path of its program. */
  readonly program: string;
  /** The class path of a Java program, else empty. */
  readonly jars: string;
}

/** Finds a server, and installs it first where it is missing. @throws {Error} when it cannot be. */
export async function prepared(kind: ServerKind): Promise<Installed> {
  const found = await programOf(kind) ?? await installed(kind);
  return { program: found, jars: kind.artifacts ? await jarsOf(kind, kind.artifacts) : "" };
}

async function installed(kind: ServerKind): Promise<string> {
  await install(kind);
  const program = await programOf(kind);
  if (program !== undefined) return program;
  throw new Error(
    `Cannot start ${kind.name} as ${
      kind.packages.join(", ")
    } must bring ${kind.program}: it is missing`,
  );
}

/** Where Debian keeps servers, which are not on the path of every user. */
const folders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin"];

async function programOf({ program }: ServerKind): Promise<string | undefined> {
  const [before, after] = program.split("*");
  const candidates = program.startsWith("/") && after === undefined
    ? [program]
    : after === undefined
    ? [...(Deno.env.get("PATH") ?? "").split(":"), ...folders].map((it) => `${it}/${program}`)
    : (await entriesOf(before!)).map((version) => `${before}${version}${after}`).sort().reverse();
  for (const path of candidates) if (await exists(path)) return path;
  return undefined;
}

async function entriesOf(folder: string): Promise<string[]> {
  try {
    return (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
  } catch {
    return [];
  }
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(({ isFile }) => isFile, () => false);
}

/** One installation after the other: the package manager takes no two at once. */
async function install({ name, packages }: ServerKind): Promise<void> {
  const manager = Deno.uid() === 0 ? ["apt-get"] : ["sudo", "-n", "apt-get"];
  const how = `${packages.join(", ")} must be installed, as by "apt-get install ${
    packages.join(" ")
  }"`;
  for (const args of [["update"], ["install", "-y", "--no-install-recommends", ...packages]]) {
    await done([...manager, ...args], `Cannot start ${name} as ${how}`);
  }
}

/** The class path of artifacts with all they need, which are fetched once. */
async function jarsOf({ name }: ServerKind, artifacts: readonly string[]): Promise<string> {
  const cache = Deno.env.get("XDG_CACHE_HOME") ?? join(homedir(), ".cache");
  const folder = join(cache, "watertight", artifacts.join("+").replaceAll(":", "_"));
  if (!await exists(join(folder, "complete"))) {
    await Deno.mkdir(folder, { recursive: true });
    await Deno.writeTextFile(join(folder, "pom.xml"), pomOf(artifacts));
    await done(
      [
        "mvn",
        "-q",
        "-B",
        "-f",
        folder,
        "dependency:copy-dependencies",
        `-DoutputDirectory=${folder}`,
      ],
      `Cannot start ${name} as ${artifacts.join(", ")} must be fetched by Maven`,
    );
    await Deno.writeTextFile(join(folder, "complete"), "");
  }
  return join(folder, "*");
}

function pomOf(artifacts: readonly string[]): string {
  const dependencies = artifacts.map((artifact) => {
    const [group, id, version] = artifact.split(":");
    return `<dependency><groupId>${group}</groupId><artifactId>${id}</artifactId>` +
      `<version>${version}</version></dependency>`;
  });
  return '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>' +
    "<groupId>watertight</groupId><artifactId>server</artifactId><version>1</version>" +
    `<dependencies>${dependencies.join("")}</dependencies></project>\n`;
}

/** Runs a program to its end. @throws {Error} saying what was to be done, and what the program said. */
async function done([program = "", ...args]: readonly string[], problem: string): Promise<void> {
  const { success, stdout, stderr } = await new Deno.Command(program, {
    args,
    // A server that its package starts by itself would be one more, with data of its own.
    env: { DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" },
  }).output().catch((error) => ({
    success: false,
    stdout: new Uint8Array(),
    stderr: new TextEncoder().encode(String(error)),
  }));
  if (success) return;
  const text = [stdout, stderr].map((it) => new TextDecoder().decode(it).trim()).join("\n").trim();
  throw new Error(`${problem}: ${text}`);
}
