import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { describeValue } from "../describe.ts";
import { visible } from "../visible.ts";
import { type Kit, kitAt } from "./kit.ts";
import { hostHere, type Project, projectAt } from "./project.ts";
import { sinkText, type SkeletonNames, subjectText, testText } from "./skeleton.ts";

/**
 * Writes a sink to begin with, its subject and its test, which passes, into a folder of this name; and what the
 * modules need to find the kit, where nothing tells them yet. Nothing that is there is changed.
 *
 * @param name the name of the sink, and of the folder that is made for it.
 * @param folder where that is made.
 * @param kit where the kit comes from; default: from where this module does.
 * @returns what was written and what to do next, a line each.
 * @throws {RangeError} when the name is none that a folder and a section of a configuration can have.
 * @throws {Error} when a file is there already, or cannot be written.
 */
export async function init(name: string, folder: string, kit?: Kit): Promise<readonly string[]> {
  const names = namesOf(name);
  const origin = kit ?? await kitAt(new URL(import.meta.url));
  const project = await projectAt(folder, origin, hostHere());
  const { manifest, begun, needs, test } = project;
  const files = new Map([
    [join(folder, name, "sink.ts"), sinkText(names)],
    [join(folder, name, "subject.ts"), subjectText(names)],
    [join(folder, name, test), testText],
    ...begun ? [] : [[manifest, `${asJson(needs)}\n`] as const],
  ]);
  const there = [...files.keys()].find((path) => existsSync(path));
  if (there !== undefined) {
    throw new Error(
      `Cannot begin a sink as nothing may be overwritten: ${visible(there)} is there already`,
    );
  }
  await mkdir(join(folder, name), { recursive: true });
  // Somebody else may have been quicker.
  for (const [path, text] of files) await writeFile(path, text, { flag: "wx" });
  return [
    ...[...files.keys()].map((path) => `Wrote ${relative(folder, path)}`),
    ...nextSteps(name, folder, project),
  ];
}

/** A word that can be the name of a folder, of a section, and a part of one of a function. */
const word = /^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$/i;

function namesOf(name: string): SkeletonNames {
  if (typeof name !== "string" || !word.test(name) || name.length > 64) {
    throw new RangeError(
      "Cannot begin a sink as its name must be letters and digits, 64 at most, with single dashes or underscores " +
        `between them: it is ${describeValue(name)}`,
    );
  }
  const parts = name.split(/[-_]/).map((part) => part[0]!.toUpperCase() + part.slice(1));
  return { name, into: `into${parts.join("")}` };
}

function nextSteps(name: string, folder: string, project: Project): readonly string[] {
  const { manifest, begun, needs, commands } = project;
  const additions = begun ? asJson(needs).split("\n").slice(1, -1) : [];
  return [
    ...additions.length === 0
      ? []
      : [`Add to ${visible(relative(folder, manifest))}, which is as it was:`, ...additions],
    `Run the test: ${commands.join(" && ")}`,
    `Then put your own storage into ${name}/sink.ts, and how it is read into ${name}/subject.ts`,
  ];
}

function asJson(value: object): string {
  return JSON.stringify(value, null, 2);
}
