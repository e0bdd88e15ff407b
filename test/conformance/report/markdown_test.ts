import { markdownFormat } from "../../../conformance/report/markdown.ts";
import { assert, assertEquals, assertStringIncludes } from "../../assert.ts";
import { gallery, hostile, written } from "./gallery.ts";
import { bare } from "./reports.ts";

/** What stands outside of fences; each fence is closed by one as long as its own. */
function unfenced(markdown: string): string {
  let fence: string | undefined;
  const lines = markdown.split("\n").filter((line) => {
    const mark = line.match(/^`{3,}/)?.[0];
    if (fence === undefined) fence = mark;
    else if (line === fence) fence = undefined;
    else return false;
    return mark === undefined;
  });
  assertEquals(fence, undefined, "a fence is open");
  return lines.join("\n");
}

Deno.test("markdownFormat begins with the verdict, and a table of what is violated", () => {
  const lines = written(gallery["fault"]!, markdownFormat).split("\n");
  assertEquals(lines[0], "## ❌ <code>notes in a database</code> does not conform");
  const rows = lines.filter((line) => line.startsWith("|")).map((row) =>
    row.split(" | ").slice(0, 3)
  );
  assertEquals(rows.slice(2), [
    ["| ❌", "`fault.surfaces`", "MUST"],
    ["| ↳", "`calls.throw-errors`", "SHOULD"],
    ["| ❌", "`close.no-success-marker`", "MUST"],
  ]);
});

Deno.test("markdownFormat shows each cause as the text report does, to be opened", () => {
  const markdown = written(gallery["overlap"]!, markdownFormat);
  assertStringIncludes(markdown, "<details>\n<summary><code>workers.no-cross-talk</code> Any");
  assertStringIncludes(markdown, "            ┌ ✗ write [e0]");
});

Deno.test("markdownFormat lets no content close its fence, or be Markdown, HTML, a mention or a link", () => {
  for (const name of ["hostile", "hostile-unchecked"]) {
    const outside = unfenced(written(gallery[name]!, markdownFormat));
    const tags = [...outside.matchAll(/<[^>]*>/g)].map(([tag]) => tag);
    const own = ["code", "details", "summary", "br"].flatMap((tag) => [`<${tag}>`, `</${tag}>`]);
    assertEquals(tags.filter((tag) => !own.includes(tag)), []);
    assert(!/@|\*\*b|~~|\]\(|https:\/\//.test(outside), outside);
    for (const row of outside.split("\n").filter((line) => line.startsWith("|"))) {
      assertEquals(row.split("|").length, 6, row);
    }
  }
});

Deno.test("markdownFormat says of a subject without a verdict why", () => {
  const markdown = written({ subject: "rows", message: hostile["markdown"]! }, markdownFormat);
  assertStringIncludes(markdown, "## ⚠️ <code>rows</code> has no verdict\n\n````text\n");
  assertStringIncludes(
    written({ ...bare, notes: ["a *claim*"] }, markdownFormat),
    "- <code>a &#42;claim&#42;</code>",
  );
});
