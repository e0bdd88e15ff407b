/** Gives the value of an environment variable, or `undefined` when it is not set. */
export type ReadVariable = (name: string) => string | undefined;

/** The outcome of an interpolation: the value, or what is wrong. */
export type Interpolated = { readonly value: string | null } | { readonly problem: string };

/**
 * Replaces every `${oc.env:NAME}` and `${oc.env:NAME,default}` of a text; `\${` stands for `${`. What comes from
 * the environment is a string, always. A default may be quoted, may hold pairs of braces and interpolations of its
 * own, and is nothing when it is the bare word `null`.
 */
export function interpolate(text: string, read: ReadVariable): Interpolated {
  if (!text.includes("${")) return { value: text };
  let value = "";
  for (let at = 0; at < text.length;) {
    if (text.startsWith("\\${", at)) {
      value += "${";
      at += 3;
    } else if (text.startsWith("${", at)) {
      const end = closingBrace(text, at);
      if (end === -1) {
        const start = JSON.stringify(text.slice(at, at + 24));
        return { problem: `an interpolation must end in "}": one begins with ${start}` };
      }
      const resolved = resolveOne(text.slice(at + 2, end), read);
      if ("problem" in resolved) return resolved;
      if (at === 0 && end === text.length - 1) return resolved;
      value += resolved.value ?? "null";
      at = end + 1;
    } else {
      value += text[at++];
    }
  }
  return { value };
}

/** An interpolation whose whole default is quoted: braces within count for nothing. */
const withQuotedDefault = /\$\{[^,{}]*,\s*(["'])(?:(?!\1)[^])*\1\s*\}/y;

/** The brace that ends the interpolation at `start`; -1 when there is none. */
function closingBrace(text: string, start: number): number {
  withQuotedDefault.lastIndex = start;
  if (withQuotedDefault.test(text)) return withQuotedDefault.lastIndex - 1;
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === "{") depth++;
    if (text[at] === "}" && --depth === 0) return at;
  }
  return -1;
}

const environment = /^\s*oc\.env\s*:\s*([^,\s]+)\s*(?:,([\s\S]*))?$/;

function resolveOne(inner: string, read: ReadVariable): Interpolated {
  const [, name, fallback] = environment.exec(inner) ?? [];
  if (name === undefined) {
    return {
      problem:
        `an interpolation must be \${oc.env:NAME} or \${oc.env:NAME,default}: it is \${${inner}}`,
    };
  }
  const named = interpolate(name, read);
  if ("problem" in named) return named;
  const set = readGuarded(String(named.value), name, read);
  if (set !== undefined) return set;
  if (fallback === undefined) {
    return { problem: `the environment variable ${name} must be set: it has no value` };
  }
  return resolveDefault(fallback.trim(), read);
}

/** Reading the environment may need a permission that was not granted. */
function readGuarded(
  name: string,
  written: string,
  read: ReadVariable,
): Interpolated | undefined {
  try {
    const value = read(name);
    return value === undefined ? undefined : { value };
  } catch (error) {
    // A name that comes of the environment itself is not told, and so not what an error says of it.
    const why = name === written ? error : "it was refused";
    return { problem: `the environment variable ${written} must be readable: ${why}` };
  }
}

function resolveDefault(text: string, read: ReadVariable): Interpolated {
  if (/^null$/i.test(text)) return { value: null };
  const [, , quoted] = /^(["'])((?:(?!\1)[^])*)\1$/.exec(text) ?? [];
  return interpolate(quoted ?? text, read);
}
