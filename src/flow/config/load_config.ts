import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Config, isMapping } from "./config.ts";
import { ConfigError } from "./config_error.ts";
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

async function loadFile(
  file: string,
  read: (file: string) => Promise<string>,
  includedFrom: readonly string[],
): Promise<Config> {
  if (includedFrom.includes(file)) {
    const chain = [...includedFrom, file].join(" includes ");
    throw new ConfigError(`Cannot load ${file} as no file must include itself: ${chain}`);
  }
  const own = parseYaml(await readText(file, read, includedFrom), file);
  let config = new Config({}, new Map());
  for (const include of includesOf(own, file)) {
    const path = resolve(dirname(file), include);
    config = config.overlaidBy(await loadFile(path, read, [...includedFrom, file]));
  }
  return config.overlaidBy(own);
}

async function readText(
  file: string,
  read: (file: string) => Promise<string>,
  includedFrom: readonly string[],
): Promise<string> {
  try {
    return await read(file);
  } catch (cause) {
    const by = includedFrom.length === 0 ? "" : `, included by ${includedFrom.at(-1)},`;
    const actual = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`Cannot load ${file} as the file${by} must be readable: ${actual}`, {
      cause,
    });
  }
}

/** The files a document includes; the key itself is no part of the configuration. */
function includesOf(config: Config, file: string): readonly string[] {
  if (!isMapping(config.value)) return [];
  const includes = config.value["includes"];
  delete config.value["includes"];
  if (includes === undefined || includes === null) return [];
  const list = Array.isArray(includes) ? includes : [includes];
  const wrong = list.find((include) => typeof include !== "string" || include === "");
  if (wrong === undefined) return list;
  const line = config.positionOf(["includes"])?.line;
  throw new ConfigError(
    `Cannot load ${file}:${line} as includes must list local files: it holds ${
      JSON.stringify(wrong)
    }`,
  );
}
