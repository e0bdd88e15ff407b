/**
 * Checks every sink of the zoo at many seeds and prints whatever is held against one. Slow by intention: a
 * false alarm in a thousand checks is still a defect.
 *
 *     deno run --allow-all test/zoo/survey.ts [SEEDS] [PART OF A NAME]
 */
import { checkConformance } from "../../conformance/mod.ts";
import { zoo } from "./mod.ts";
import { complaints } from "./sound.ts";

const seeds = Number(Deno.args[0] ?? 500);
const part = Deno.args[1] ?? "";
let alarms = 0;
for (const { name, subject, options } of zoo) {
  if (!name.includes(part)) continue;
  const times: number[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const report = await checkConformance(subject, {
      seed,
      strict: true,
      timeLimit: 60_000,
      ...options,
    });
    times.push(report.elapsedMs);
    for (const complaint of complaints(report)) {
      alarms++;
      console.log(`${name}, seed ${seed}: ${complaint}`);
    }
  }
  const median = times.sort((a, b) => a - b)[times.length >> 1] ?? 0;
  console.log(`${name}: ${seeds} seeds, ${median.toFixed(0)} ms`);
}
console.log(`${alarms} false alarms`);
