/** A short text for any value; never throws, whatever `toString` or a proxy does. */
export function describe(value: unknown): string {
  try {
    if (typeof value === "string") return JSON.stringify(value);
    if (typeof value === "function") return `function ${value.name || "(anonymous)"}`;
    if (value instanceof Error) return `${value.name}: ${value.message}`;
    if (typeof value !== "object" || value === null) return String(value);
    return `an object of ${value.constructor?.name ?? "no class"}`;
  } catch {
    return `a ${typeof value} that cannot be described`;
  }
}
