/** What must compile, and what must not. */
import { conformance, type RuleId, type Subject } from "@watertight/sinks/conformance";
import { test } from "node:test";
import type { Line } from "./lines.ts";
import { subject } from "./subject.ts";

/** An exemption names a rule. */
export const exempt: Subject<Line> = { ...subject, exempt: { "close.flushes": "it is a cache" } };

// @ts-expect-error -- there is no such rule
export const misspelt: Subject<Line> = { ...subject, exempt: { "close.flush": "it is a cache" } };

export const rule: RuleId = "close.flushes";

export const withOptions = (): void => conformance(subject, { rules: [rule], strict: true });

// @ts-expect-error -- there is no such rule
export const withoutRule = (): void => conformance(subject, { rules: ["close.flush"] });

/** The test of a runner can be handed over. */
export const lent = (): void => conformance(subject, { test });
