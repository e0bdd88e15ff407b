import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** The kit itself, as a project can depend on it. */
export interface Kit {
  /** Where it comes from: a checkout, JSR, or npm. */
  readonly from: "checkout" | "jsr" | "npm";
  /** The name of the package. */
  readonly name: string;
  /** The versions that are as good as this one. */
  readonly range: string;
  /** The versions of fast-check that go with it. */
  readonly fastCheck: string;
  /** The path of the checkout or of the installed package; of a module from JSR there is none. */
  readonly folder: string;
}

/**
 * What the kit is and where it comes from, told by where one of its modules lives: nothing is written down twice.
 *
 * @param module a module of `conformance/cli`.
 * @throws {Error} when the manifest of the kit cannot be read.
 */
export async function kitAt(module: URL): Promise<Kit> {
  const root = new URL("../../", module);
  // Of a package for npm the modules are compiled, and there is no deno.json.
  const isPackage = module.pathname.endsWith(".js");
  const manifest = await read(new URL(isPackage ? "package.json" : "deno.json", root));
  const { name, version, imports, dependencies } = JSON.parse(manifest);
  const fastCheck: string = dependencies?.["fast-check"] ??
    imports["fast-check"].replace("npm:fast-check@", "");
  const known = { name, range: `^${version}`, fastCheck };
  if (module.protocol !== "file:") return { ...known, from: "jsr", folder: "" };
  return { ...known, from: isPackage ? "npm" : "checkout", folder: fileURLToPath(root) };
}

async function read(url: URL): Promise<string> {
  if (url.protocol === "file:") return await readFile(url, "utf8");
  const answer = await fetch(url);
  if (answer.ok) return await answer.text();
  await answer.body?.cancel();
  throw new Error(`Cannot read ${url.href} as it must be there: the answer is ${answer.status}`);
}
