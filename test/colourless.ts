/**
 * The environment, as an option of a command whose output is read: nothing in it is coloured, also where whoever
 * runs the tests forces colours. Then Deno and Node do not heed NO_COLOR.
 */
export function colourless(
  more: Readonly<Record<string, string>> = {},
): { clearEnv: true; env: Record<string, string> } {
  const { FORCE_COLOR: _, ...env } = Deno.env.toObject();
  return { clearEnv: true, env: { ...env, NO_COLOR: "1", ...more } };
}
