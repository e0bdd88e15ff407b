import type { Format, RenderOptions, Unchecked } from "./format.ts";
import { renderHtml } from "./html.ts";
import { renderJson } from "./json.ts";
import { renderText } from "./text.ts";

/** What a command can write out what it found as. */
export type FormatName = "text" | "json" | "html";

const lines = (parts: readonly string[]) => parts.join("\n");

/** The formats by their names. */
export const formats: Readonly<Record<FormatName, Format>> = {
  text: {
    report: (report, options: RenderOptions) => renderText(report, options),
    unchecked: ({ message }: Unchecked) => message,
    whole: lines,
  },
  json: {
    report: (report) => renderJson(report),
    unchecked: (unchecked) => JSON.stringify(unchecked),
    whole: (parts) => `{ "version": 1, "reports": [${parts.join(",\n")}] }`,
  },
  html: {
    report: (report) => renderHtml(report),
    unchecked: ({ message }) => message,
    whole: lines,
  },
};

/** The names of all formats. */
export const formatNames = Object.keys(formats) as readonly FormatName[];
