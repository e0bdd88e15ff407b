import type { Format } from "./format.ts";
import { githubFormat } from "./github.ts";
import { htmlFormat } from "./html.ts";
import { jsonFormat } from "./json.ts";
import { junitFormat } from "./junit.ts";
import { markdownFormat } from "./markdown.ts";
import { textFormat } from "./text.ts";

/** What a command can write out what it found as. */
export type FormatName = "text" | "json" | "html" | "markdown" | "github" | "junit";

/** The formats by their names. */
export const formats: Readonly<Record<FormatName, Format>> = {
  text: textFormat,
  json: jsonFormat,
  html: htmlFormat,
  markdown: markdownFormat,
  github: githubFormat,
  junit: junitFormat,
};

/** The names of all formats. */
export const formatNames = Object.keys(formats) as readonly FormatName[];
