/** Markdown as the project's formatter leaves it. */
export async function formatted(markdown: string): Promise<string> {
  const formatter = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--ext", "md", "-"],
    cwd: new URL("../", import.meta.url),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const input = formatter.stdin.getWriter();
  await input.write(new TextEncoder().encode(markdown));
  await input.close();
  const { success, stdout, stderr } = await formatter.output();
  if (success) return new TextDecoder().decode(stdout);
  throw new Error(`Cannot format the page: ${new TextDecoder().decode(stderr)}`);
}
