/** A value in a message: short, and telling apart what a store may take for the same. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 40));
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return "a list";
  if (Object.is(value, -0)) return "-0";
  if (typeof value !== "object" || value === null) return String(value);
  if (value instanceof Date && Number.isNaN(value.getTime())) return "no date";
  return `of class ${value.constructor?.name}`;
}
