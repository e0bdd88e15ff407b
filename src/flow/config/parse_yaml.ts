import { isAlias, isCollection, isMap, isScalar, LineCounter, parseDocument, visit } from "yaml";
import type { Document, ScalarTag, Tags } from "yaml";
import { isError } from "../../protocol/is_error.ts";
import { Config, isMapping, type KeyPath, pathKey, type Position } from "./config.ts";
import { ConfigError } from "./config_error.ts";
import { kindText } from "./kind.ts";

const yes = /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const no = /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/;

/** The specification of YAML 1.1 takes a lone y or n for a boolean as well, which PyYAML never did. */
function booleanTag(test: RegExp, value: boolean): ScalarTag {
  return { tag: "tag:yaml.org,2002:bool", default: true, test, resolve: () => value };
}

function isKept(tag: Tags[number]): boolean {
  return typeof tag === "string" ||
    (tag.tag !== "tag:yaml.org,2002:timestamp" && tag.tag !== "tag:yaml.org,2002:bool");
}

/**
 * Parses one YAML file the way OmegaConf reads it: YAML 1.1 (`yes` is a boolean), but dates stay strings, and a
 * key given twice is an error.
 */
export function parseYaml(text: string, file: string): Config {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    version: "1.1",
    lineCounter,
    prettyErrors: false,
    // A warning would be printed, and quote what the file holds.
    logLevel: "error",
    customTags: (tags) => [...tags.filter(isKept), booleanTag(yes, true), booleanTag(no, false)],
  });
  const [error] = document.errors;
  if (error !== undefined) {
    const line = lineCounter.linePos(error.pos[0]).line;
    // Without the error as its cause: that one quotes the file.
    throw new ConfigError(
      `Cannot load ${file}:${line} as it must be valid YAML: ${unquoted(error.message)}`,
    );
  }
  const value = toValue(document, file, lineCounter);
  const positions = new Map<string, Position>();
  collectPositions(document.contents, [], (path, offset) => {
    positions.set(pathKey(path), { file, line: lineCounter.linePos(offset).line });
  });
  return new Config(value, positions);
}

function toValue(document: Document, file: string, lines: LineCounter): unknown {
  let value: unknown;
  try {
    value = document.toJS();
  } catch (cause) {
    const actual = isError(cause) ? cause.message : String(cause);
    const offset = brokenAlias(document);
    const where = offset === undefined ? file : `${file}:${lines.linePos(offset).line}`;
    throw new ConfigError(
      `Cannot load ${where} as its aliases must be sound: ${unquoted(actual)}`,
    );
  }
  value ??= {};
  if (isMapping(value)) return value;
  throw new ConfigError(
    `Cannot load ${file} as its root must be a mapping: it is ${kindText(value)}`,
  );
}

/** A message of the parser without what it quotes of the file, which stands behind a colon. */
function unquoted(message: string): string {
  return message.replace(/(?<=[\w)]):\s[\s\S]*$/, "");
}

/** Where the first alias stands that names no anchor. */
function brokenAlias(document: Document): number | undefined {
  let offset: number | undefined;
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return;
      offset = alias.range?.[0];
      return visit.BREAK;
    },
  });
  return offset;
}

type Found = (path: KeyPath, offset: number) => void;

function collectPositions(node: unknown, path: KeyPath, found: Found): void {
  if (!isCollection(node)) return;
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : String(key);
      if (isScalar(key) && key.range) found([...path, name], key.range[0]);
      if (!isAlias(value)) collectPositions(value, [...path, name], found);
    }
    return;
  }
  node.items.forEach((item, index) => {
    const range = (item as { range?: readonly number[] | null } | null)?.range;
    if (range) found([...path, `${index}`], range[0] ?? 0);
    collectPositions(item, [...path, `${index}`], found);
  });
}
