import type { CheckOptions, RuleId, Subject } from "@watertight/sinks/conformance";
import type { Reading, Row } from "./adapters/files.ts";

/** A thin adapter over a library that others wrote, and what is known of it. */
export interface Entry {
  /** The library, and what of it where there are several. */
  readonly name: string;
  /** The package on npm, or `Deno` for what is built in. */
  readonly library: string;
  readonly kind: "file" | "format" | "embedded" | "server";
  /** The file of the adapter in `adapters/`. */
  readonly adapter: string;
  readonly subject: () => Promise<Subject<Row> | Subject<Reading>>;
  /** The rules that it violates, each with the finding that explains it; none: it conforms. */
  readonly violates: Readonly<Partial<Record<RuleId, string>>>;
  /** Rules that it violates or not, as time will have it. */
  readonly atTimes?: readonly RuleId[];
  /** Findings that `intoSink` keeps from the sink. */
  readonly averts?: readonly string[];
  /** Milliseconds that a call may take, where many never settle. */
  readonly callLimit?: CheckOptions["callLimit"];
  /** The variable that tells where its server is, where it has one. */
  readonly server?: string;
}

/** What a script of `findings/` shows without the kit. */
export interface Finding {
  /** The package whose property it is, as in an entry. */
  readonly library: string;
  /** The line that the script prints. */
  readonly prints: string;
  /** As in an entry. */
  readonly server?: string;
}
