import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Locator, Page } from "playwright-core";
import { htmlFormat, renderHtml } from "../../conformance/report/html.ts";
import { assert, assertEquals, assertStringIncludes } from "../assert.ts";
import { colourless } from "../colourless.ts";
import { gallery, reports, written } from "../conformance/report/gallery.ts";
import {
  barriersOf,
  chromiumPath,
  type Documents,
  type Opened,
  overflowOf,
  pageTests,
  schemes,
  widths,
} from "./browser.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The real page of a sink with three bugs, as the command line writes it. It takes some seconds. */
async function leakyPage(): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "watertight-report-" });
  const file = join(folder, "report.html");
  const check = ["task", "conform", "check", "examples/leaky_table/subject.ts", "--seed=1"];
  const { code, said } = await deno(
    ...check,
    "--time-limit=60000",
    "--reporter=html",
    "--out",
    file,
  );
  assertEquals(code, 1, said);
  const page = await Deno.readTextFile(file);
  await Deno.remove(folder, { recursive: true });
  return page;
}

/** Runs Deno in the folder of the project. */
async function deno(
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly said: string }> {
  const options = { args: [...args], cwd: root, ...colourless() };
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), options).output();
  return { code, said: [stdout, stderr].map((it) => new TextDecoder().decode(it)).join("\n") };
}

/** The pages that are looked at, by name. */
const pages = {
  "a leaky table": chromiumPath === undefined ? "" : await leakyPage(),
  "a sink that conforms": renderHtml(reports["passing"]!),
  "calls that overlap": renderHtml(reports["overlap"]!),
  "a hostile report": written(gallery["hostile"]!, htmlFormat),
  "many subjects": htmlFormat.whole(
    Object.values(gallery).map((one) =>
      "verdicts" in one ? htmlFormat.report(one, {}) : htmlFormat.unchecked(one, {})
    ),
    {},
  ),
};

const pageTest = pageTests();

/** That a page neither complained nor asked for anything. */
function requireQuiet({ complaints, requests }: Opened): void {
  assertEquals(complaints, []);
  assertEquals(requests, []);
}

const leaky = (documents: Documents, prepare?: string) =>
  documents.open(pages["a leaky table"], {}, prepare);

/** The cause of a rule. */
function causeOf(page: Page, rule: string): Locator {
  return page.locator(`article[data-rule="${rule}"]`);
}

/** What a stepper shows now: where it stands, the marked call, and the one panel that is to be seen. */
async function shownIn(
  cause: Locator,
): Promise<readonly [where: string, call: string, panel: string]> {
  const where = await cause.locator(".where").evaluate((it) => it.firstChild?.textContent ?? "");
  const call = await cause.locator("[aria-current=step]").textContent() ?? "";
  const panel = cause.locator(".panels > li:visible > code");
  assertEquals(await panel.count(), 1);
  return [where, call.replaceAll(/\s+/g, " "), await panel.innerText()];
}

pageTest("the page of a leaky table is stepped through by click", async (documents) => {
  const opened = await leaky(documents);
  const cause = causeOf(opened.page, "write.stored");
  await cause.getByRole("button", { name: "First call" }).click();
  assertEquals(await shownIn(cause), [
    "Call 1 of 3",
    "build 0 of 1",
    "build worker 0 of 1 → p0",
  ]);
  await cause.getByRole("button", { name: "Next call" }).click();
  const write = "write [e0 … e7] (8 events)";
  assertEquals(await shownIn(cause), [
    "Call 2 of 3",
    write,
    `${write} to p0 (worker 0)`,
  ]);
  await cause.getByRole("button", { name: "Last call" }).click();
  assertEquals((await shownIn(cause))[0], "Call 3 of 3");
  const next = cause.getByRole("button", { name: "Next call" });
  assertEquals(await next.getAttribute("aria-disabled"), "true", "there is none behind the last");
  assertEquals(await cause.locator(".panels > li:visible .lost del").innerText(), "e7");
  await cause.locator(".lanes > a:nth-of-type(2)").click();
  assertEquals((await shownIn(cause))[0], "Call 2 of 3");
  requireQuiet(opened);
});

pageTest(
  "the page of a leaky table is stepped through by key, and says aloud where it stands",
  async (documents) => {
    const opened = await leaky(documents);
    const { keyboard } = opened.page;
    const cause = causeOf(opened.page, "workers.isolated-close");
    await cause.locator("[aria-current=step]").focus();
    const step = async (key: string) => {
      await keyboard.press(key);
      return (await shownIn(cause))[0];
    };
    assertEquals(await step("Home"), "Call 1 of 5");
    assertEquals(await step("ArrowRight"), "Call 2 of 5");
    assertEquals(await step("ArrowDown"), "Call 3 of 5");
    assertEquals(await step("ArrowLeft"), "Call 2 of 5");
    assertEquals(await step("ArrowUp"), "Call 1 of 5");
    assertEquals(await step("End"), "Call 5 of 5");
    assertEquals(
      await opened.page.evaluate("document.activeElement.getAttribute('aria-current')"),
      "step",
      "the focus goes along",
    );
    const said = await cause.getByRole("status").textContent();
    assertStringIncludes(said ?? "", "close p1 (worker 1)");
    assertStringIncludes(said ?? "", "threw Error: database is not open");
    requireQuiet(opened);
  },
);

pageTest(
  "the page of a leaky table is narrowed down, and comes back so by its address",
  async (documents) => {
    const opened = await leaky(documents);
    const { page } = opened;
    const rows = page.locator(".family li:visible");
    const found = page.getByRole("status").first();
    await page.getByLabel("Outcome").selectOption("violated");
    assertEquals(await rows.locator("> code").allInnerTexts(), [
      "write.stored",
      "close.idempotent",
      "workers.isolated-close",
    ]);
    assertStringIncludes(await found.innerText(), "3 of 64 rules");
    await page.getByLabel("Family").selectOption("close");
    assertEquals(await page.locator("article:visible").count(), 1);
    const address = page.url();
    assertStringIncludes(address, "#outcome=violated&family=close");
    await page.getByLabel("Outcome").selectOption("any");
    await page.getByLabel("Family").selectOption("any");
    assertEquals(await page.locator("article:visible").count(), 3);
    await page.getByLabel("Find").focus();
    await page.keyboard.type("database is not open");
    assertEquals(await page.locator("article:visible").count(), 1);
    await page.getByLabel("Level").selectOption("SHOULD");
    assertEquals(await page.locator("[data-rule]:visible").count(), 0);
    await page.goto(address);
    assertEquals(await rows.locator("> code").allInnerTexts(), ["close.idempotent"]);
    requireQuiet(opened);
  },
);

/** What is on the clipboard, as a person finds out: by pasting it. */
async function pasted(page: Page): Promise<string> {
  const find = page.getByLabel("Find");
  await find.fill("");
  await find.focus();
  await page.keyboard.press("Control+V");
  return await find.inputValue();
}

const clipboards = {
  "with a clipboard": undefined,
  "without a clipboard": "Object.defineProperty(navigator, 'clipboard', { value: undefined })",
};

for (const [name, prepare] of Object.entries(clipboards)) {
  pageTest(`the replay line is copied from the page ${name}`, async (documents) => {
    const opened = await leaky(documents, prepare);
    const cause = causeOf(opened.page, "close.idempotent");
    await cause.getByRole("button", { name: "Copy" }).click();
    await cause.getByText("Copied", { exact: true }).waitFor();
    const line = await cause.locator(".replay code").innerText();
    assertStringIncludes(line, "--rule=close.idempotent");
    assertEquals(await pasted(opened.page), line);
    requireQuiet(opened);
  });
}

pageTest("the replay line of the page shows the violation again", async (documents) => {
  const { page } = await leaky(documents);
  await causeOf(page, "close.idempotent").getByRole("button", { name: "Copy" }).click();
  await page.getByText("Copied", { exact: true }).waitFor();
  const [command, ...args] = (await pasted(page)).split(" ");
  assertEquals(command, "deno");
  const { code, said } = await deno(...args);
  assertEquals(code, 1, said);
  assertStringIncludes(said, "MUST close.idempotent");
});

pageTest("a page without a script shows every call", async (documents) => {
  const { page } = await documents.open(pages["a leaky table"], { javaScriptEnabled: false });
  const cause = causeOf(page, "workers.isolated-close");
  assertEquals(await cause.locator(".panels > li:visible").count(), 5);
  assert(!await page.locator(".filters").isVisible(), "filters that do nothing are shown");
  assert(!await cause.getByText("Copy").isVisible(), "a button that does nothing is shown");
});

pageTest("nothing of a hostile report becomes a part of its page", async (documents) => {
  const opened = await documents.open(pages["a hostile report"]);
  const { page } = opened;
  assertEquals(await page.locator("img, iframe, object, embed, link, base").count(), 0);
  assertEquals(await page.locator("script").count(), 1);
  for (const details of await page.locator("details:visible > summary").all()) {
    await details.click();
  }
  for (const first of await page.getByRole("button", { name: "First call" }).all()) {
    await first.click();
  }
  requireQuiet(opened);
});

for (const [name, html] of Object.entries(pages)) {
  pageTest(
    `axe finds nothing in the page of ${name}, and nothing of it is cut off`,
    async (documents) => {
      const opened = await documents.open(html);
      const { page } = opened;
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        for (const colorScheme of schemes) {
          const where = `${colorScheme}, ${width} pixels`;
          await page.emulateMedia({ colorScheme });
          assertEquals(await overflowOf(page), 0, where);
          await keep(page, `${name}-${width}-${colorScheme}`);
          await setAllOpen(page, true);
          assertEquals(await overflowOf(page), 0, `${where}, all opened`);
          assertEquals(await barriersOf(page), [], where);
          await setAllOpen(page, false);
        }
      }
      requireQuiet(opened);
    },
  );
}

/** Opens or closes all that can be opened. */
async function setAllOpen(page: Page, open: boolean): Promise<void> {
  await page.evaluate(`for (const it of document.querySelectorAll("details")) it.open = ${open}`);
}

/** Keeps a picture of a page for those who want to see it: where `WATERTIGHT_PICTURES` names a folder. */
async function keep(page: Page, name: string): Promise<void> {
  const folder = Deno.env.get("WATERTIGHT_PICTURES");
  if (folder === undefined) return;
  await page.screenshot({ path: join(folder, `${name.replaceAll(" ", "-")}.png`), fullPage: true });
}
