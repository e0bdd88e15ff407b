/** A text of this kind as the project's formatter leaves it. */
export async function formatted(text: string, kind: "md" | "json" = "md"): Promise<string> {
  const formatter = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--ext", kind, "-"],
    cwd: new URL("../", import.meta.url),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const input = formatter.stdin.getWriter();
  await input.write(new TextEncoder().encode(text));
  await input.close();
  const { success, stdout, stderr } = await formatter.output();
  if (success) return new TextDecoder().decode(stdout);
  throw new Error(`Cannot format the text: ${new TextDecoder().decode(stderr)}`);
}
