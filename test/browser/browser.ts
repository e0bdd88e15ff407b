/** A Chromium to look at pages with: the one that is installed, driven without a window. */
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

/** What Chromium is called by those who package it. */
const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/** Where the installed Chromium is; none where there is none. */
export const chromiumPath: string | undefined = (Deno.env.get("PATH") ?? "").split(delimiter)
  .flatMap((folder) => names.map((name) => join(folder, name)))
  .find(isFile);

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** Where this is set, as it is by `.ci/run`, a missing Chromium is no reason to skip a test. */
const isRequired = (Deno.env.get("WATERTIGHT_BROWSER") ?? "") === "required";

/** A page as it was opened, and everything that it said and asked for since. */
export interface Opened {
  readonly page: Page;
  /** Errors, warnings and dialogs, in words. */
  readonly complaints: readonly string[];
  /** The URLs that were asked for but the page's own. */
  readonly requests: readonly string[];
}

/** The widths that a page is looked at in: a screen and a phone. */
export const widths = [1280, 390] as const;

/** The schemes that a page is looked at in. */
export const schemes = ["light", "dark"] as const;

/** Opens documents from files in one browser. */
export class Documents implements AsyncDisposable {
  readonly #browser: Browser;
  readonly #folder: string;

  private constructor(browser: Browser, folder: string) {
    this.#browser = browser;
    this.#folder = folder;
  }

  static async start(): Promise<Documents> {
    const browser = await chromium.launch({
      executablePath: chromiumPath!,
      args: ["--no-sandbox", "--disable-background-networking"],
    });
    return new Documents(browser, await Deno.makeTempDir({ prefix: "watertight-pages-" }));
  }

  /** Opens a document as someone does who finds it in a folder. */
  async open(html: string, options: BrowserContextOptions = {}, prepare?: string): Promise<Opened> {
    const path = join(this.#folder, `${crypto.randomUUID()}.html`);
    await Deno.writeTextFile(path, html);
    const url = pathToFileURL(path).href;
    const context = await this.#browser.newContext(options);
    if (prepare !== undefined) await context.addInitScript(prepare);
    const page = await context.newPage();
    const [complaints, requests]: [string[], string[]] = [[], []];
    page.on("console", (message) => {
      if (/error|warning/.test(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("dialog", async (dialog) => {
      complaints.push(`a dialog: ${dialog.message()}`);
      await dialog.dismiss();
    });
    page.on("request", (request) => {
      if (request.url().split("#")[0] !== url) requests.push(request.url());
    });
    await page.goto(url);
    return { page, complaints, requests };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    await Deno.remove(this.#folder, { recursive: true });
  }
}

/** What keeps people from reading a page, one line each: as axe finds it, its advice included. */
export async function barriersOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate("axe.run(document)") as {
    readonly violations: readonly {
      readonly id: string;
      readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
    }[];
  };
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)}: ${failureSummary}`)
  );
}

/** How many pixels of a page are beyond its right edge. */
export async function overflowOf(page: Page): Promise<number> {
  const { scrollWidth, clientWidth } = await page.evaluate(
    "(({ scrollWidth, clientWidth }) => ({ scrollWidth, clientWidth }))(document.documentElement)",
  ) as { readonly scrollWidth: number; readonly clientWidth: number };
  return scrollWidth - clientWidth;
}

/** Registers a test of pages. */
export type PageTest = (name: string, test: (documents: Documents) => Promise<void>) => void;

/** Tests that share a browser: where there is none they are skipped with the reason, and in CI they fail. */
export function pageTests(): PageTest {
  const isMissing = chromiumPath === undefined;
  const reason = isMissing && !isRequired ? " (skipped: no chromium on the PATH)" : "";
  let documents: Documents | undefined;
  Deno.test.afterAll(() => documents?.[Symbol.asyncDispose]());
  return (name, test) =>
    Deno.test({
      name: `${name}${reason}`,
      ignore: reason !== "",
      async fn() {
        if (isMissing) {
          throw new Error("Cannot look at a page as there must be a chromium on the PATH: none is");
        }
        await test(documents ??= await Documents.start());
      },
    });
}
