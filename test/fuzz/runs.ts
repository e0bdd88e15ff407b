/** How many inputs a fuzz test draws: 1,000, or as many as WATERTIGHT_FUZZ_RUNS says. */
export const runs: number = Number(Deno.env.get("WATERTIGHT_FUZZ_RUNS") ?? 1000);
