import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { isError } from "../../protocol/is_error.ts";
import { Config, isMapping } from "./config.ts";
import { ConfigError } from "./config_error.ts";
import { kindText } from "./kind.ts";
import { parseYaml } from "./parse_yaml.ts";

/** How {@linkcode loadConfig} reads. */
export interface LoadConfigOptions {
  /** Gives the text of a file; default: the file system. */
  readonly read?: (file: string) => Promise<string>;
}

/**
 * Reads a configuration from YAML. Several files are merged left to right. A file may name others under
 * `includes`, relative to itself; they are merged left to right too, and the file itself comes last.
 * Mappings are merged key by key, anything else is replaced.
 *
 * `${oc.env:NAME}` and `${oc.env:NAME,default}` stay as they are written: `compile` resolves them, so that unset
 * variables are listed with all other problems.
 *
 * @param files one path or `file:` URL, or several.
 * @throws {ConfigError} (as a rejection) for a file that is missing, is not valid YAML, or includes itself; it
 * names file, line and key.
 *
 * @example
 * ```ts
 * import { loadConfig } from "@watertight/sinks";
 *
 * const files: Record<string, string> = {
 *   "/etc/base.yaml": "streaming: { sinks: { orders: { table: orders } } }",
 *   "/etc/flow.yaml": "includes: [base.yaml]\nstreaming: { sinks: { orders: { chunk_size: 100 } } }",
 * };
 * const config = await loadConfig("/etc/flow.yaml", { read: (file) => Promise.resolve(files[file] ?? "") });
 * console.assert(JSON.stringify(config.value).includes('{"table":"orders","chunk_size":100}'));
 * ```
 */
export async function loadConfig(
  files: string | URL | readonly (string | URL)[],
  options: LoadConfigOptions = {},
): Promise<Config> {
  const read = options.read ?? ((file) => readFile(file, "utf8"));
  const roots = Array.isArray(files) ? files : [files];
  let config = new Config({}, new Map());
  for (const root of roots) {
    const file = root instanceof URL ? fileURLToPath(root) : resolve(root);
    config = config.overlaidBy(await loadFile(file, read, []));
  }
  return config;
}

/** A file that is being loaded, and the line of it that includes the next one. */
interface Includer {
  readonly file: string;
  readonly line: number | undefined;
}

type Read = (file: string) => Promise<string>;

async function loadFile(file: string, read: Read, chain: readonly Includer[]): Promise<Config> {
  const own = parseYaml(await readText(file, read, chain.at(-1)), file);
  let config = new Config({}, new Map());
  for (const { path, line } of includesOf(own, file)) {
    const included = resolve(dirname(file), path);
    const links = [...chain, { file, line }];
    if (links.some((link) => link.file === included)) {
      const circle = [...links.map((link) => link.file), included].join(" includes ");
      throw new ConfigError(
        `Cannot load ${file}:${line} as includes must lead to no circle: ${circle}`,
      );
    }
    config = config.overlaidBy(await loadFile(included, read, links));
  }
  return config.overlaidBy(own);
}

async function readText(file: string, read: Read, by: Includer | undefined): Promise<string> {
  try {
    return await read(file);
  } catch (cause) {
    const included = by === undefined ? "" : `, named by includes of ${by.file}:${by.line},`;
    const actual = isError(cause) ? cause.message : String(cause);
    const message = `Cannot load ${file} as the file${included} must be readable: ${actual}`;
    throw new ConfigError(message, { cause });
  }
}

/** The files a document includes, with their lines; the key itself is no part of the configuration. */
function includesOf(
  config: Config,
  file: string,
): readonly { readonly path: string; readonly line: number | undefined }[] {
  if (!isMapping(config.value)) return [];
  const includes = config.value["includes"] ?? [];
  delete config.value["includes"];
  const list: readonly unknown[] = Array.isArray(includes) ? includes : [includes];
  return list.map((path, index) => {
    const line = config.positionOf(["includes", `${index}`])?.line;
    if (typeof path === "string" && path !== "") return { path, line };
    throw new ConfigError(
      `Cannot load ${file}:${line} as includes must list local files: it holds ${kindText(path)}`,
    );
  });
}
