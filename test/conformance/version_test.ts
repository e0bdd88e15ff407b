import { version } from "../../conformance/version.ts";
import { assertEquals } from "../assert.ts";
import manifest from "../../deno.json" with { type: "json" };

Deno.test("the version that reports name is that of the manifest", () => {
  assertEquals(version, manifest.version);
});
