import { githubFormat } from "../../../conformance/report/github.ts";
import { assert, assertEquals, assertStringIncludes } from "../../assert.ts";
import { gallery, hostile, reports, written } from "./gallery.ts";
import { bare, verdict } from "./reports.ts";

const place = { module: "a,b:c%/subject.ts", line: 3 };

/** The commands as the runner reads them. */
function commandsOf(text: string) {
  return text.trimEnd().split("\n").map((line) => {
    const [, level, properties = "", message] = line.match(/^::(\w+) (.*?)::(.*)$/)!;
    const read = (escaped: string) =>
      escaped.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%3A", ":")
        .replaceAll("%2C", ",").replaceAll("%25", "%");
    const entries = properties.split(",").map((property) => {
      const [, name, value] = property.match(/^(\w+)=(.*)$/)!;
      return [name!, read(value!)];
    });
    return { level, ...Object.fromEntries(entries), message: read(message!) };
  });
}

Deno.test("githubFormat points at the line of the subject, escaped as the runner reads it", () => {
  const [error] = commandsOf(written(gallery["violation"]!, githubFormat, place));
  assertEquals([error?.level, error?.["file"], error?.["line"], error?.["title"]], [
    "error",
    "a,b:c%/subject.ts",
    "3",
    "notes in an array: close.flushes is violated",
  ]);
  assertStringIncludes(error!.message, "A close succeeds, and stores what is pending.\nevent 0");
});

Deno.test("githubFormat warns of a SHOULD, fails for one that is claimed, and notes what conforms", () => {
  const should = verdict("close.rejects-later-writes", { level: "SHOULD", outcome: "violated" });
  const levels = (report: Partial<typeof bare>) =>
    commandsOf(written({ ...bare, ...report }, githubFormat)).map(({ level }) => level);
  assertEquals(levels({ verdicts: [should] }), ["warning", "notice"]);
  assertEquals(levels({ conforms: false, verdicts: [{ ...should, claimed: true }] }), ["error"]);
  assertEquals(levels({ warnings: ["slow"] }), ["warning", "notice"]);
});

Deno.test("githubFormat says how what ended a check is run again, without a counterexample", () => {
  const reason = "close() did not return within 300 ms";
  const replay = { seed: 7, path: "3", rules: ["calls.settle" as const] };
  const ended = verdict("calls.settle", { outcome: "violated", reason, replay });
  const [error] = commandsOf(
    written({ ...bare, conforms: false, verdicts: [ended] }, githubFormat),
  );
  assertStringIncludes(error!.message, reason);
  assertStringIncludes(error!.message, 'Replay: { seed: 7, path: "3", rules: ["calls.settle"] }');
});

Deno.test("githubFormat has an error for whatever does not conform", () => {
  const should = verdict("close.rejects-later-writes", { level: "SHOULD", outcome: "violated" });
  const messages = (report: Partial<typeof bare>) =>
    commandsOf(written({ ...bare, conforms: false, ...report }, githubFormat))
      .filter(({ level }) => level === "error").map(({ message }) => message);
  assertEquals(messages({ staleExemptions: ["write.once"] }).length, 1);
  assertEquals(messages({ never: ["a flush"] }), [
    'no history reached "a flush", and the subject says that one must',
  ]);
  assertEquals(messages({ verdicts: [should] }), [
    "A SHOULD is violated, and the check is strict.",
  ]);
  assertEquals(messages({ stopped: "a limit" }), [
    "The check is strict.",
    "The search was ended early by a limit.",
  ]);
});

Deno.test("githubFormat writes nothing but commands, whatever is in a report", () => {
  for (const shown of [...Object.values(reports), gallery["hostile-unchecked"]!]) {
    for (const { level } of commandsOf(written(shown, githubFormat, place))) {
      assert(["error", "warning", "notice"].includes(level!));
    }
  }
  const [error] = commandsOf(written({ subject: "a", message: hostile["lines"]! }, githubFormat));
  assertStringIncludes(error!.message, "% %0A percent, comma: colon");
});
