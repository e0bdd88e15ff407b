import type { Given } from "../../src/protocol/mod.ts";
import type { History } from "../history/history.ts";
import type { Subject } from "../subject.ts";

/** The form the trace tells: which key is wrong, and not which of the subject's configurations it is. */
export function givenOf<E>({ invalidConfigs }: Subject<E>, { given }: History): Given | undefined {
  if (given?.invalidConfig === undefined) return given;
  const { invalidConfig, ...rest } = given;
  return { ...rest, invalidKey: invalidConfigs?.[invalidConfig]?.key ?? "" };
}
