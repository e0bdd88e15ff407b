import type { History, HistoryStep, WriteStep } from "./history.ts";
import type { Shape } from "./shape.ts";
import { alone, build, close, onTwin, pair, pause, restart, write } from "./steps.ts";
import { failingBuild } from "./systematic_faults.ts";

/** Events of one key: in one batch, in several, in another run, and where something else is particular. */
export function rivalries(shape: Shape): readonly History[] {
  return [
    ...shape.rivals.slice(0, 6).flatMap((rivals) => meetings(rivals, shape)),
    ...shape.rivals.slice(0, 1).flatMap((rivals) => quirks(rivals, shape)),
  ];
}

/** A write of these events, by their places in the pool. */
function given(worker: number, ...events: readonly (number | undefined)[]): WriteStep {
  return { do: "write", worker, events: events.filter((event) => event !== undefined) };
}

function meetings([first, second, third]: readonly number[], { faults }: Shape): History[] {
  return [
    alone([given(0, first, second)]),
    alone([given(0, first), given(0, second)]),
    alone([given(0, first), close(0), restart(1), given(0, second)]),
    alone([given(0, second), given(0, first), ...third === undefined ? [] : [given(0, third)]]),
    pair([given(0, first), close(0), build(1), restart(1), given(0, second)]),
    ...faults.filter((kind) => kind !== "hang").map((kind) =>
      alone([given(0, first), { ...given(0, second), fault: { kind } }])
    ),
  ];
}

function quirks([first, second]: readonly number[], shape: Shape): readonly History[] {
  const rivals: readonly HistoryStep[] = [given(0, first), given(0, second)];
  return [
    alone([given(0, first, second), close(0), close(0)]),
    pair([onTwin(build(0)), ...rivals]),
    ...shape.pauses.map((ms) => alone([rivals[0]!, pause(ms), rivals[1]!])),
    ...(shape.invalidEvents
      ? [alone([write(0, 0, { invalid: true }), restart(1), ...rivals])]
      : []),
    ...shape.faults.filter((kind) => kind !== "hang").flatMap((kind) => [
      alone([failingBuild(0, { kind }), ...rivals]),
      alone([...rivals, write(0, 0, { fault: { kind } })]),
    ]),
    alone(rivals, { frozenConfig: true }),
    alone(rivals, { frozenNode: true }),
  ];
}
