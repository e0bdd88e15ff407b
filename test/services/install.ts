/** Servers come from the Debian packages; what is there already is taken as it is. */
import type { ServerKind } from "./kinds.ts";

/** The path of a server's program; it is installed first where it is missing. @throws {Error} when it cannot be. */
export async function prepared(kind: ServerKind): Promise<string> {
  const found = await programOf(kind);
  if (found !== undefined) return found;
  await install(kind);
  const installed = await programOf(kind);
  if (installed !== undefined) return installed;
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
  const candidates = after === undefined
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
  for (const args of [["update"], ["install", "-y", "--no-install-recommends", ...packages]]) {
    const [program = "", ...before] = manager;
    const { success, stderr } = await new Deno.Command(program, {
      args: [...before, ...args],
      // A server that the package starts by itself would be one more, with data of its own.
      env: { DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" },
      stdout: "null",
      stderr: "piped",
    }).output().catch((error) => ({
      success: false,
      stderr: new TextEncoder().encode(String(error)),
    }));
    if (success) continue;
    const text = new TextDecoder().decode(stderr).trim();
    throw new Error(
      `Cannot start ${name} as ${packages.join(", ")} must be installed, as by ` +
        `"apt-get install ${packages.join(" ")}": ${text}`,
    );
  }
}
