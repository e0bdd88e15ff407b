import { visible } from "../visible.ts";

/** A piece of HTML. */
export class Markup {
  /** Its source. */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in {@linkcode html}: text is escaped, markup is not, lists are joined. */
export type Content = string | number | Markup | readonly Content[];

/** Writes HTML: everything put into it is escaped, unless it was written by this function too. */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  // Line ends of the source are not worth their indentation.
  const raw = parts.map((part) => part.replaceAll(/\s*\n\s*/g, "\n"));
  return new Markup(String.raw({ raw }, ...contents.map(escaped)));
}

function escaped(content: Content): string {
  if (content instanceof Markup) return content.text;
  if (typeof content === "object") return content.map(escaped).join("");
  return visible(String(content)).replaceAll(/[&<>"']/g, (it) => `&#${it.charCodeAt(0)};`);
}
