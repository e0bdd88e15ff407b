import * as fc from "fast-check";
import type { History } from "./history.ts";
import { drawHistory } from "./draw.ts";
import type { Shape } from "./shape.ts";
import { smaller } from "./shrink.ts";

/**
 * Histories for fast-check, which owns seeds, paths and the search for the smallest. Drawn and shrunk by code
 * of our own because the built-in combinators cost ten times as much a history, and because only the meaning
 * of a history tells what a simpler one is. Shrinking needs no context, so that histories from elsewhere (the
 * systematic phase, a saved failure) shrink as well.
 */
export class HistoryArbitrary extends fc.Arbitrary<History> {
  readonly #shape: Shape;

  constructor(shape: Shape) {
    super();
    this.#shape = shape;
  }

  override generate(random: fc.Random): fc.Value<History> {
    return asValue(drawHistory((below) => random.nextInt(0, below - 1), this.#shape));
  }

  override canShrinkWithoutContext(value: unknown): value is History {
    return typeof value === "object" && value !== null && "steps" in value;
  }

  override shrink(history: History): fc.Stream<fc.Value<History>> {
    return fc.stream(smaller(history, this.#shape)).map(asValue);
  }
}

function asValue(history: History): fc.Value<History> {
  return new fc.Value(history, undefined);
}
