import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { checkConformance, temporaryFolder } from "@watertight/sinks/conformance";
import { init } from "../../../conformance/cli/init.ts";
import { type Kit, kitAt } from "../../../conformance/cli/kit.ts";
import { projectAt } from "../../../conformance/cli/project.ts";
import { colourless } from "../../colourless.ts";
import { assert, assertEquals, assertRejects, assertStringIncludes } from "../../assert.ts";

const root = new URL("../../../", import.meta.url);
const { version, imports } = JSON.parse(await readFile(new URL("deno.json", root), "utf8"));

/** An empty folder whose path has a space in it. */
async function emptyFolder(): Promise<Disposable & { readonly path: string }> {
  return await temporaryFolder("a project-");
}

async function deno(cwd: string, ...args: readonly string[]) {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd,
    ...colourless(),
  }).output();
  const text = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("\n");
  return { success, text };
}

Deno.test("what init writes into an empty folder is formatted, sound and compiles, and its test passes", async () => {
  using folder = await emptyFolder();
  const lines = await init("price-list", folder.path);
  for (const file of ["sink.ts", "subject.ts", "conformance_test.ts"]) {
    assert(lines.includes(`Wrote ${join("price-list", file)}`), file);
    assert(existsSync(join(folder.path, "price-list", file)), file);
  }
  assert(lines.includes("Wrote deno.json"));
  assert(lines.includes("Run the test: deno test -A"));
  const all = [["fmt", "--check"], ["lint"], ["test", "--allow-all"]];
  for (const args of all) {
    const { success, text } = await deno(folder.path, ...args);
    assert(success, `${args}: ${text}`);
  }
});

Deno.test("the sink that init writes keeps every rule, also those that only warn, and leaves few unjudged", async () => {
  using folder = await emptyFolder();
  await init("rows", folder.path);
  const { subject } = await import(pathToFileURL(join(folder.path, "rows/subject.ts")).href);
  const report = await checkConformance(subject, { seed: 1, strict: true, timeLimit: 60_000 });
  assert(report.conforms);
  const judged = report.verdicts.filter(({ outcome }) => outcome === "satisfied").map((it) =>
    it.rule
  );
  for (const rule of ["write.durable", "build.rejects-bad-config", "fault.surfaces"] as const) {
    assert(judged.includes(rule), rule);
  }
});

Deno.test("init overwrites nothing, and writes nothing where one of its files is there already", async () => {
  using folder = await emptyFolder();
  await mkdir(join(folder.path, "rows"));
  const path = join(folder.path, "rows", "subject.ts");
  await writeFile(path, "mine");
  await assertRejects(
    () => init("rows", folder.path),
    Error,
    `Cannot begin a sink as nothing may be overwritten: ${path} is there already`,
  );
  assertEquals(await readdir(folder.path, { recursive: true }), [
    "rows",
    join("rows", "subject.ts"),
  ]);
  assertEquals(await readFile(path, "utf8"), "mine");
});

Deno.test("init writes several sinks into one folder, and none of them twice", async () => {
  using folder = await emptyFolder();
  await init("rows", folder.path);
  assertEquals(
    (await init("more_rows", folder.path)).filter((line) => /Add to|deno\.json/.test(line)),
    [],
  );
  await assertRejects(() => init("rows", folder.path), Error, "sink.ts is there already");
});

for (
  const name of [
    "",
    "1st",
    "-x",
    "a.b",
    "a/b",
    "../up",
    "a b",
    "a--b",
    "a-",
    "ä",
    "a\n",
    "a".repeat(65),
  ]
) {
  Deno.test(`init refuses the name ${JSON.stringify(name)}, and says which one it got`, async () => {
    using folder = await emptyFolder();
    const error = await assertRejects(
      () => init(name, folder.path),
      RangeError,
      "Cannot begin a sink as its name must be letters and digits",
    );
    assertStringIncludes(error.message, `it is "${name.slice(0, 9).replaceAll("\n", "\\n")}`);
    assertEquals(await readdir(folder.path), []);
  });
}

for (const [place, inner] of [["in the folder", "."], ["above it", "packages/inner"]] as const) {
  Deno.test(`init leaves a deno.json ${place} as it is, and says what it needs`, async () => {
    using folder = await emptyFolder();
    const config = join(folder.path, "deno.json");
    const text = `{ "imports": { "fast-check": "npm:fast-check@3" } } // mine\n`;
    await writeFile(config, text);
    await mkdir(join(folder.path, inner), { recursive: true });
    const lines = await init("rows", join(folder.path, inner));
    assertEquals(await readFile(config, "utf8"), text);
    const to = join(inner === "." ? "" : "../..", "deno.json");
    const [said, ...rest] = lines.slice(lines.findIndex((line) => line.startsWith("Add")));
    assertEquals(said, `Add to ${to}, which is as it was:`);
    const added = JSON.parse(`{${rest.slice(0, -2).join("\n")}}`);
    assertEquals(added.imports, { "@watertight/sinks": `jsr:@watertight/sinks@^${version}` });
    assertEquals(
      fileURLToPath(new URL(`${added.links[0]}/`, pathToFileURL(config))),
      fileURLToPath(root),
    );
    assert(!existsSync(join(folder.path, inner, "package.json")));
  });
}

Deno.test("a deno.json with what init says is enough", async () => {
  using folder = await emptyFolder();
  await writeFile(join(folder.path, "deno.json"), "{}");
  const lines = await init("rows", folder.path);
  const said = lines.slice(lines.findIndex((line) => line.startsWith("Add")) + 1, -2);
  await writeFile(join(folder.path, "deno.json"), `{${said.join("\n")}}`);
  const { success, text } = await deno(folder.path, "test", "--no-run", "--no-check");
  assert(success, text);
});

Deno.test("the kit is known by where it lives: a checkout, JSR, or a package that npm has installed", async () => {
  const known = { name: "@watertight/sinks", range: `^${version}` };
  const fastCheck = imports["fast-check"].replace("npm:fast-check@", "");
  assertEquals(await kitAt(new URL("conformance/cli/init.ts", root)), {
    ...{ ...known, fastCheck, from: "checkout", folder: fileURLToPath(root) },
  });

  const server = createServer(async (request, response) => {
    const isThere = request.url === "/@watertight/sinks/9.9.9/deno.json";
    response.writeHead(isThere ? 200 : 404);
    response.end(isThere ? await readFile(new URL("deno.json", root)) : "");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const published = (path: string) => new URL(`http://127.0.0.1:${port}/@watertight/${path}`);
  try {
    const kit = await kitAt(published("sinks/9.9.9/conformance/cli/init.ts"));
    assertEquals(kit, { ...known, fastCheck, from: "jsr", folder: "" });
    await assertRejects(
      () => kitAt(published("other/1.0.0/conformance/cli/init.ts")),
      Error,
      "as it must be there: the answer is 404",
    );
  } finally {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }

  using folder = await emptyFolder();
  const manifest = { name: known.name, version, dependencies: { "fast-check": "^4.0.0" } };
  await writeFile(join(folder.path, "package.json"), JSON.stringify(manifest));
  const module = pathToFileURL(join(folder.path, "conformance/cli/init.js"));
  const installed = await kitAt(module);
  assertEquals([installed.from, installed.range, installed.fastCheck], [
    "npm",
    `^${version}`,
    "^4.0.0",
  ]);
});

const published: Kit = {
  from: "jsr",
  name: "@watertight/sinks",
  range: "^1.2.3",
  fastCheck: "^4.0.0",
  folder: "",
};

Deno.test("what is published is imported from where it was published, without a link", async () => {
  using folder = await emptyFolder();
  for (const [from, registry] of [["jsr", "jsr"], ["npm", "npm"]] as const) {
    const { needs } = await projectAt(folder.path, { ...published, from }, "deno");
    assertEquals(needs, {
      imports: {
        "@watertight/sinks": `${registry}:@watertight/sinks@^1.2.3`,
        "fast-check": "npm:fast-check@^4.0.0",
      },
    });
  }
});

for (
  const [host, install, run] of [
    ["node", "npm install", "node --test"],
    ["bun", "bun install", "bun test"],
  ] as const
) {
  Deno.test(`where ${host} runs and npm has installed the kit, a project has a package.json`, async () => {
    using folder = await emptyFolder();
    const kit: Kit = { ...published, from: "npm" };
    const path = join(folder.path, "package.json");
    const devDependencies = { "@watertight/sinks": "^1.2.3", "fast-check": "^4.0.0" };
    const empty = await projectAt(folder.path, kit, host);
    assertEquals(empty, {
      manifest: path,
      begun: false,
      needs: { private: true, type: "module", devDependencies },
      test: "conformance.test.ts",
      commands: [install, run],
    });

    await writeFile(path, `{ "dependencies": { "@watertight/sinks": "*" } }`);
    const begun = await projectAt(join(folder.path, "inner"), kit, host);
    assertEquals([begun.begun, begun.manifest], [true, path]);
    assertEquals(begun.needs, { devDependencies: { "fast-check": "^4.0.0" } });

    await writeFile(path, JSON.stringify({ devDependencies }));
    const complete = await projectAt(folder.path, kit, host);
    assertEquals([complete.needs, complete.commands], [{}, [run]]);

    await writeFile(join(folder.path, "deno.json"), "{}");
    assertEquals((await projectAt(folder.path, kit, host)).commands, ["deno test -A"]);
  });
}
