import { readFile } from "node:fs/promises";

/**
 * The line of a module on which a subject stands, from 1: where its name is written, or else where the module exports
 * one; 1 where neither is found.
 */
export function lineOfSubject(source: string, name: string): number {
  const lines = source.split("\n");
  const quoted = ['"', "'", "`"].map((quote) => `name: ${quote}${name}${quote}`);
  const named = lines.findIndex((line) => quoted.some((it) => line.includes(it)));
  const exported = lines.findIndex((line) =>
    /^\s*export\s+(?:default\b|(?:const|let|var)\s+subjects?\b)|^\s*(?:const|let|var)\s+subjects?\b/
      .test(line)
  );
  // Where one subject is exported that line is it; the name may be that of something else.
  const isOne = exported >= 0 && !/\bsubjects\b/.test(lines[exported]!);
  return Math.max(0, isOne || named < 0 ? exported : named) + 1;
}

/** The same of a file; 1 for one that cannot be read. */
export async function lineInModule(file: URL | string, name: string): Promise<number> {
  return lineOfSubject(await readFile(file, "utf8").catch(() => ""), name);
}
