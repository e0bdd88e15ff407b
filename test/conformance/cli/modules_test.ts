/** What comes of several modules, whatever some of them do. */
import * as v from "valibot";
import { reportDocument } from "../../../conformance/report/json_schema.ts";
import { assert, assertEquals, assertStringIncludes } from "../../assert.ts";
import { conform, inFolder, inOneLine, moduleOf } from "./conform.ts";

const few = ["--seed=1", "--runs=5"];

/** Modules at fault: their sources, and what is said of each. */
const faulty: Readonly<Record<string, readonly [source: string | undefined, message: string]>> = {
  "is missing": [undefined, "there is no such file; did you mean other.js?"],
  "does not parse": [
    "export const = 1;",
    "it must be a module that loads: TypeError: SyntaxError: Unexpected",
  ],
  "exports no subject": ["export const rows = 1;", 'or several as "subjects": it exports rows'],
  "exits": ["process.exit(0);", "process.exit(0) was called"],
};

for (const [deed, [source, message]] of Object.entries(faulty)) {
  Deno.test(`a module that ${deed} is told with what to do, and the others get their reports`, async () => {
    await inFolder(async (folder) => {
      await Deno.writeTextFile(`${folder}/other.js`, "");
      const module = `${folder}/othr.js`;
      if (source !== undefined) await Deno.writeTextFile(module, source);
      const json = `${folder}/report.json`;
      const { code, out, err } = await conform(
        ...[moduleOf("sound"), module, moduleOf("lossy"), ...few],
        ...["--reporter=text", "--reporter=json", `--out=${json}`],
      );
      assertEquals(code, 2);
      assertStringIncludes(inOneLine(err), message);
      assertEquals(out.match(/^rows (conforms|does not conform)/gm), [
        "rows conforms",
        "rows does not conform",
      ]);
      const { reports } = v.parse(reportDocument, JSON.parse(await Deno.readTextFile(json)));
      assertEquals(reports.map((it) => "error" in it ? it.subject : it.conforms), [
        true,
        module,
        false,
      ]);
    });
  });
}

/** A module that says where the one after it may go on, so that it is done last. */
const slowSource = (file: string) => `
import { subject as sound } from ${JSON.stringify(moduleOf("sound"))};
while (!(await Deno.stat(${JSON.stringify(file)}).then(() => true, () => false))) {
  await new Promise((resolve) => setTimeout(resolve, 10));
}
export const subject = { ...sound, name: "the first" };
`;

const quickSource = (file: string) => `
import { subject as sound } from ${JSON.stringify(moduleOf("sound"))};
Deno.writeTextFileSync(${JSON.stringify(file)}, "");
export const subject = { ...sound, name: "the second" };
`;

Deno.test("several modules are checked at once, and reported in the order of the command line", async () => {
  await inFolder(async (folder) => {
    const [first, second, signal] = ["first.ts", "second.ts", "signal"]
      .map((name) => `${folder}/${name}`);
    await Deno.writeTextFile(first!, slowSource(signal!));
    await Deno.writeTextFile(second!, quickSource(signal!));
    const { code, out } = await conform(first!, second!, "--jobs=2", ...few);
    assertEquals([code, out.match(/^the \w+/gm)], [0, ["the first", "the second"]]);
  });
});

const severalSource = `
import { subject as sound } from ${JSON.stringify(moduleOf("sound"))};
import lossy from ${JSON.stringify(moduleOf("lossy"))};
export const subjects = [{ ...sound, name: "sound rows" }, { ...lossy, name: "lossy rows" }];
`;

Deno.test("--subject takes one of several, and a replay of it names it", async () => {
  await inFolder(async (folder) => {
    const module = `${folder}/two subjects.ts`;
    await Deno.writeTextFile(module, severalSource);
    const all = await conform(module, ...few);
    const [, flags] = all.out.match(/replay +(.*)/)!;
    assertStringIncludes(flags!, `'${module}' --seed=1 --path=`);
    assertStringIncludes(flags!, "'--subject=lossy rows'");
    // As it is pasted, but for what starts the command line.
    const { code, stdout } = await new Deno.Command("sh", {
      args: ["-c", flags!.replace(/^deno\b/, Deno.execPath())],
    }).output();
    assertEquals(code, 1);
    assertStringIncludes(new TextDecoder().decode(stdout), "lossy rows does not conform");
    const unknown = await conform(module, "--subject=lossy row");
    assertEquals(unknown.code, 2);
    assertStringIncludes(inOneLine(unknown.err), 'it is "lossy row"; did you mean lossy rows?');
    const path = await conform(module, "--seed=1", "--path=1");
    assertStringIncludes(inOneLine(path.err), "must be one subject with --path: there are 2");
  });
});

Deno.test("each reporter writes its own file, in folders that need not be there", async () => {
  await inFolder(async (folder) => {
    const file = (name: string) => `${folder}/deep/${name}`;
    const { code, out } = await conform(
      ...[moduleOf("lossy"), ...few],
      ...[
        "--reporter=json",
        `--out=${file("r.json")}`,
        "--reporter=html",
        `--out=${file("r.html")}`,
      ],
      ...["--reporter=junit", `--out=${file("r.xml")}`, "--reporter=markdown"],
    );
    assertEquals(code, 1);
    assertStringIncludes(out, "does not conform");
    const [json, html, xml] = ["r.json", "r.html", "r.xml"]
      .map((name) => Deno.readTextFileSync(file(name)));
    const { date } = v.parse(reportDocument, JSON.parse(json!));
    assert(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(date!), date);
    assert(html!.startsWith("<!DOCTYPE html>") && xml!.startsWith("<?xml"));
  });
});

Deno.test("a file that cannot be written is told, with the report where it is printed", async () => {
  const { code, out, err } = await conform(
    ...[
      moduleOf("sound"),
      ...few,
      "--reporter=text",
      "--reporter=json",
      `--out=${moduleOf("sound")}/a`,
    ],
  );
  assertEquals(code, 2);
  assertStringIncludes(out, "rows conforms");
  assertStringIncludes(err, "as it must be a file that can be written: ");
});

Deno.test("a baseline that was written lets the same check pass, and fails once it is stale", async () => {
  await inFolder(async (folder) => {
    const file = `${folder}/baseline.yaml`;
    const written = await conform(moduleOf("lossy"), ...few, `--write-baseline=${file}`);
    assertEquals(written.code, 1);
    const known = await conform(moduleOf("lossy"), ...few, `--baseline=${file}`);
    assertEquals(known.code, 0);
    assertStringIncludes(known.out, "known to fail, by the baseline: event 100");
    const mended = await conform(moduleOf("sound"), ...few, `--baseline=${file}`);
    assertEquals(mended.code, 1);
    assertStringIncludes(mended.out, "the baseline lists write.stored as failing");
    const missing = await conform(moduleOf("sound"), ...few, `--baseline=${folder}/none.yaml`);
    assertEquals([missing.code, missing.out], [2, ""]);
    // A part of the rules tells nothing of the others.
    const before = await Deno.readTextFile(file);
    await conform(moduleOf("lossy"), ...few, "--rule=write.once", `--write-baseline=${file}`);
    assertEquals(await Deno.readTextFile(file), before);
    await conform(moduleOf("sound"), ...few, `--write-baseline=${file}`);
    assertEquals(await Deno.readTextFile(file), "{}\n");
  });
});

Deno.test("a baseline that lists a subject which is not there fails the check, where all were checked", async () => {
  await inFolder(async (folder) => {
    const file = `${folder}/baseline.yaml`;
    await Deno.writeTextFile(file, "rowz:\n  flaky:\n    write.once: a busy machine\n");
    const all = await conform(moduleOf("sound"), ...few, `--baseline=${file}`);
    assertEquals(all.code, 1);
    assertStringIncludes(
      inOneLine(all.err),
      'the baseline lists "rowz", and no subject has that name; did you mean rows?',
    );
    const one = await conform(moduleOf("sound"), ...few, `--baseline=${file}`, "--subject=rows");
    assertEquals([one.code, one.err], [0, ""]);
    const path = await conform(moduleOf("sound"), "--seed=1", "--path=1", `--baseline=${file}`);
    assertEquals([path.code, path.err], [0, ""]);
  });
});
