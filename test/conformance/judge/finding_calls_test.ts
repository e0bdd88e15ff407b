import { evidenceOf, rules } from "../../../conformance/mod.ts";
import { assert, assertEquals } from "../../assert.ts";
import { readRecorded } from "../../traces/recorded.ts";

/** What is wrong with a node, or seen when all is over, is about no call alone. */
const ofNoCall = [
  "calls.no-stray-errors",
  "node.members",
  "node.named",
  "node.plain-name",
  "node.router-branch-safe",
  "node.immutable",
  "build.releases-on-failure",
  "write.nothing-extra",
  "close.quiescent",
  "close.releases",
  "close.shared-resources",
];

Deno.test("a finding names its calls, but for those that are about none", async () => {
  const silent: string[] = [];
  for (const rule of rules) {
    const { violated: { trace, causes } } = await readRecorded(rule.id);
    const [finding] = rule.judge(evidenceOf(trace, causes)) ?? [];
    if (finding!.calls === undefined) silent.push(rule.id);
    else assert(finding!.calls.every((call) => trace.calls[call]), rule.id);
  }
  assertEquals(silent, ofNoCall);
});

/** What the calls of a finding are, in some recorded traces. */
const pointed: Readonly<Record<string, readonly string[]>> = {
  "calls.settle": ["write to 0"],
  "build.independent": ["build to 1"],
  "build.rejects-bad-config": ["build to 0"],
  "build.any-worker": ["write to 1"],
  "order.across-batches": ["write to 0"],
  "close.idempotent": ["close to 0"],
  "write.durable": ["write to 0"],
  "bridge.awaited": ["close to 0"],
  "workers.isolated-failure": ["write to 1"],
};

for (const [id, expected] of Object.entries(pointed)) {
  Deno.test(`${id} points at the call that is wrong, or that brought what is`, async () => {
    const { violated: { trace, causes } } = await readRecorded(id);
    const rule = rules.find((it) => it.id === id)!;
    const [finding] = rule.judge(evidenceOf(trace, causes)) ?? [];
    const calls = finding!.calls!.map((it) => trace.calls[it]!);
    assertEquals(calls.map(({ call, partition }) => `${call} to ${partition}`), expected);
  });
}
