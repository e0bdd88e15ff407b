import type { Report, RuleId } from "@watertight/sinks/conformance";
import { checkEntry, violatedIn } from "../../../examples/register/check_entry.ts";
import type { Entry } from "../../../examples/register/entry.ts";

/** What came of the check of one entry. */
export interface Measured {
  readonly violated: readonly RuleId[];
  /** How many rules it keeps, and how many were judged on it. */
  readonly satisfied: number;
  readonly judged: number;
  readonly histories: number;
  /** What its subject claims, as it stands there. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** What came of all checks, by the names of the entries. */
export interface Measurements {
  readonly deno: string;
  readonly entries: Readonly<Record<string, Measured>>;
}

/** Checks an entry. */
export async function measured(entry: Entry): Promise<Measured> {
  const report = await checkEntry(entry);
  const { guarantees = {} } = await entry.subject();
  const number = (...outcomes: readonly Report["verdicts"][number]["outcome"][]) =>
    report.verdicts.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const satisfied = number("satisfied");
  return {
    violated: violatedIn(report),
    satisfied,
    judged: satisfied + number("violated", "implied"),
    histories: report.histories,
    claims: { ...guarantees },
  };
}
