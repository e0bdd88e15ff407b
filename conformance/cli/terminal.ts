/** What is known of where text is printed. */
export interface TextStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** The environment, as far as it says something of colours. */
export type ColourEnvironment = Readonly<Record<string, string | undefined>>;

/** How wide text is, and whether it has colours. */
export function textLook(
  { isTTY = false, columns = 0 }: TextStream,
  environment: ColourEnvironment,
): { readonly width: number; readonly colour: boolean } {
  // What a pipe or a terminal without a size shows is anybody's guess.
  const width = isTTY && columns > 0 ? Math.min(120, Math.max(60, columns)) : 100;
  return { width, colour: isColoured(isTTY, environment) };
}

/** What is forced holds where nobody looks, too; else colours are for a terminal that has some. */
function isColoured(isTerminal: boolean, environment: ColourEnvironment): boolean {
  const { FORCE_COLOR: force, NO_COLOR: none, TERM: terminal } = environment;
  if (none !== undefined && none !== "") return false;
  if (force !== undefined) return force !== "0" && force !== "false";
  return isTerminal && terminal !== "dumb";
}
