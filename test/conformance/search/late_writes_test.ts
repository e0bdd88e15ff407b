import { createWriteStream } from "node:fs";
import { appendFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkConformance, type Report } from "@watertight/sinks/conformance";
import { fileMutants, filesSubject, keeping, lineOf } from "../../mutants/files.ts";
import { type AnySubject, guarded } from "../../mutants/mutant.ts";
import { fileSinks } from "../../zoo/files.ts";
import { assertEquals } from "../../assert.ts";

const ignore = Deno.build.os !== "linux";
const options = { seed: 5, runs: 20, strict: true, timeLimit: 60_000 };

function violated({ verdicts }: Report): readonly string[] {
  return verdicts.filter(({ outcome }) => outcome === "violated")
    .map(({ rule, counterexample }) => `${rule}: ${counterexample?.message}`);
}

/** Does something beside a check: opens, writes and closes files all the time, some of one name. */
async function besideFiles<T>(check: () => Promise<T>): Promise<T> {
  const folder = Deno.makeTempDirSync();
  const pending = new Set<Promise<unknown>>();
  const begin = (work: Promise<unknown>) => {
    pending.add(work);
    void work.finally(() => pending.delete(work));
  };
  let files = 0;
  const busy = setInterval(() => {
    const path = join(folder, String(files++ % 7));
    const stream = createWriteStream(path);
    stream.write("some");
    begin(
      new Promise((closed) =>
        stream.end("more".repeat(100), () => closed(rm(path, { force: true })))
      ),
    );
    begin(appendFile(join(folder, "log"), "a line\n"));
  }, 2);
  try {
    return await check();
  } finally {
    clearInterval(busy);
    await Promise.all(pending);
    await rm(folder, { recursive: true });
  }
}

for (const { name, subject } of fileSinks) {
  Deno.test(`whatever files are written beside it, nothing is held against a sink that ${name}`, {
    ignore,
  }, async () => {
    const report = await besideFiles(() => checkConformance(subject, options));
    assertEquals(violated(report), []);
  });
}

for (const { name, subject } of fileMutants) {
  Deno.test(`close.quiescent alone is held against a sink that ${name}, beside other files`, {
    ignore,
  }, async () => {
    const report = await besideFiles(() => checkConformance(subject, options));
    const [first, ...others] = violated(report);
    assertEquals([first?.split(":")[0], ...others], ["close.quiescent"]);
  });
}

/** A sound sink of files in a folder that more is written to. */
function withMore(
  more: (folder: string) => { close?(): void; read?(): Promise<void> },
): AnySubject {
  const subject = filesSubject(
    "files",
    (path) => guarded((items) => appendFile(path, items.map(lineOf).join(""))),
  );
  return {
    ...subject,
    async open() {
      const folder = Deno.makeTempDirSync();
      const [fixture, its] = [await subject.open(), more(folder)];
      return {
        ...fixture,
        async read() {
          await its.read?.();
          return await fixture.read();
        },
        async [Symbol.asyncDispose]() {
          its.close?.();
          await fixture[Symbol.asyncDispose]?.();
          await rm(folder, { recursive: true });
        },
      };
    },
  };
}

const soundBeside: Readonly<Record<string, Parameters<typeof withMore>[0]>> = {
  "a file that the fixture has begun to open": (folder) => {
    const log = createWriteStream(join(folder, "log"));
    log.on("error", () => {}); // The folder may be gone before it is opened.
    log.write("begun");
    return { close: () => void log.end() };
  },
  "a file of the fixture that grows all the time": (folder) => {
    const file = Deno.openSync(join(folder, "log"), { write: true, create: true });
    const timer = setInterval(() => file.writeSync(new Uint8Array(10)), 1);
    return {
      close() {
        clearInterval(timer);
        file.close();
      },
    };
  },
  "a file that the first reading opens, and that is filled later": (folder) => {
    let index: Deno.FsFile | undefined;
    let timer: ReturnType<typeof setTimeout>;
    return {
      async read() {
        if (index) return;
        index = await Deno.open(join(folder, "index"), { write: true, create: true });
        timer = setTimeout(() => index?.writeSync(new Uint8Array(10)), 2);
      },
      close() {
        clearTimeout(timer);
        index?.close();
      },
    };
  },
};

for (const [name, more] of Object.entries(soundBeside)) {
  Deno.test(`${name} is not held against the sink`, { ignore }, async () => {
    assertEquals(violated(await checkConformance(withMore(more), options)), []);
  });
}

Deno.test("a log that is not of the storage is not held against the sink", { ignore }, async () => {
  const log = join(tmpdir(), `watertight-${crypto.randomUUID()}.log`);
  const pending: Promise<void>[] = [];
  const subject = filesSubject("files with a log", (path) =>
    keeping(async (lines) => {
      await appendFile(path, lines.join(""));
      pending.push(appendFile(log, "closed\n"));
    }));
  const report = await checkConformance(subject, options);
  await Promise.all(pending);
  Deno.removeSync(log);
  assertEquals(violated(report), []);
});
