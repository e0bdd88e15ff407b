/** Checks the register and writes `examples/register/README.md`: `deno task register`. */
import process from "node:process";
import { entries } from "../../../examples/register/register.ts";
import { formatted } from "../../formatted.ts";
import { measured, type Measurements } from "./measured.ts";
import { registerPage } from "./page.ts";

/** Where the page stands, and what came of the checks. */
export const page: URL = new URL("../../../examples/register/README.md", import.meta.url);
const measurementsFile = new URL("./measurements.json", import.meta.url);

/** What came of the checks when they were last made. */
export async function lastMeasurements(): Promise<Measurements> {
  return JSON.parse(await Deno.readTextFile(measurementsFile));
}

/** The page as it must be. */
export async function generated(): Promise<string> {
  const versions = await lockedVersions();
  const measurements = await lastMeasurements();
  return await formatted(registerPage({
    measurements,
    versionOf(library) {
      if (library === "Deno") return measurements.deno;
      const version = versions.get(library);
      if (version !== undefined) return version;
      throw new Error(`Cannot write the page as ${library} must be locked: it is not`);
    },
  }));
}

/** The version of each package that is tested, by name. */
async function lockedVersions(): Promise<ReadonlyMap<string, string>> {
  const text = await Deno.readTextFile(new URL("../../../deno.lock", import.meta.url));
  const { specifiers } = JSON.parse(text) as { specifiers: Record<string, string> };
  return new Map(
    Object.entries(specifiers).map(([specifier, version]) => [
      specifier.slice("npm:".length, specifier.lastIndexOf("@")),
      // It may be followed by those of its peers.
      version.split("_")[0]!,
    ]),
  );
}

/** Checks every entry whose server is there; of the others stays what came of them last. */
async function measureAll(last: Measurements["entries"]): Promise<Measurements> {
  const all: Record<string, Measurements["entries"][string]> = {};
  for (const entry of entries) {
    const { name, server } = entry;
    const missing = server !== undefined && process.env[server] === undefined;
    console.error(`${name}${missing ? `: not checked, as ${server} is not set` : ""}`);
    all[name] = missing && last[name] ? last[name] : await measured(entry);
  }
  return { deno: Deno.version.deno, entries: all };
}

if (import.meta.main) {
  const last = await lastMeasurements().catch(() => ({ entries: {} }));
  const measurements = await measureAll(last.entries);
  await Deno.writeTextFile(measurementsFile, `${JSON.stringify(measurements, null, 2)}\n`);
  await Deno.writeTextFile(page, await generated());
  Deno.exit(); // Whatever a library still waits for.
}
