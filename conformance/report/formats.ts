import type { Format } from "./format.ts";
import { renderHtml } from "./html.ts";
import { jsonFormat } from "./json.ts";
import { textFormat } from "./text.ts";

/** What a command can write out what it found as. */
export type FormatName = "text" | "json" | "html";

/** The formats by their names. */
export const formats: Readonly<Record<FormatName, Format>> = {
  text: textFormat,
  json: jsonFormat,
  html: {
    report: (report) => renderHtml(report),
    unchecked: ({ message }) => message,
    whole: (parts) => parts.join("\n"),
  },
};

/** The names of all formats. */
export const formatNames = Object.keys(formats) as readonly FormatName[];
