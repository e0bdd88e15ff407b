import type { Baseline } from "./baseline.ts";
import type { CheckLine } from "./check_line.ts";
import type { ReportLook } from "./look.ts";
import type { Unchecked } from "../report/format.ts";
import type { RuleId } from "../rule_id.ts";
import type { Progress } from "../options.ts";

/** One module to check. Plain data, for a thread or a process of its own. */
export interface CheckTask {
  readonly line: CheckLine;
  /** The module, as it was named; none where a saved history names it. */
  readonly module: string | undefined;
  readonly look: ReportLook;
  /** What is known to fail. */
  readonly baseline: Baseline | undefined;
}

/** What came of the check of one subject. Plain data. */
export type SubjectResult =
  | {
    readonly kind: "report";
    readonly conforms: boolean;
    readonly subject: string;
    /** The report as each of the reporters writes it. */
    readonly parts: readonly string[];
    /** What is wrong under each rule that fails the check, those included that are known to. */
    readonly failing: Readonly<Record<string, string>>;
    /** The rules that nothing fails under, where all histories were run. */
    readonly kept: readonly RuleId[];
  }
  | {
    readonly kind: "unchecked";
    readonly unchecked: Unchecked;
    /** The path of its module. */
    readonly module?: string;
  };

/** Who is told how a check goes. */
export interface CheckListener {
  /** A subject is done. */
  result(result: SubjectResult): void;
  /** A subject of this name is being checked. */
  progress(subject: string, progress: Progress): void;
}
