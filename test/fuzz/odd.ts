import * as fc from "fast-check";

/**
 * A value that is of no use where it is put. Described by plain data and made by {@linkcode make}: what throws
 * when it is read could not be printed when a test fails.
 */
export type Odd = { readonly kind: Kind } | { readonly kind: "plain"; readonly value: unknown };

type Kind = typeof kinds[number];

const kinds = [
  "undefined",
  "null",
  "symbol",
  "bigint",
  "function",
  "throwing function",
  "class",
  "bare object",
  "itself",
  "revoked",
  "throwing proxy",
  "throwing function proxy",
  "throwing list",
  "throwing members",
  "throwing iterator",
  "throwing text",
  "throwing then",
  "endless",
  "date",
  "rejected",
] as const;

/** An odd value, as data. */
export const odd: fc.Arbitrary<Odd> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...kinds).map((kind) => ({ kind })) },
  {
    weight: 1,
    arbitrary: fc.anything({ maxDepth: 2, maxKeys: 3 })
      .map((value) => ({ kind: "plain" as const, value })),
  },
);

/** The odd value that is described. */
export function make(odd: Odd): unknown {
  return "value" in odd ? odd.value : makers[odd.kind as Kind]();
}

function fail(): never {
  throw new RangeError("boom");
}

/** Every trap throws, so that whatever is done with it does. */
const traps: ProxyHandler<() => void> = Object.fromEntries(
  Object.getOwnPropertyNames(Reflect).map((trap) => [trap, fail]),
);

const makers: Readonly<Record<Kind, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  symbol: () => Symbol("odd"),
  bigint: () => 1n,
  function: () => () => {},
  "throwing function": () => fail,
  class: () => class Odd {},
  "bare object": () => Object.create(null),
  itself: () => {
    const circle: Record<string, unknown> = {};
    return Object.assign(circle, { circle });
  },
  revoked: () => {
    const { proxy, revoke } = Proxy.revocable([], {});
    revoke();
    return proxy;
  },
  "throwing proxy": () => new Proxy({} as () => void, traps),
  "throwing function proxy": () => new Proxy(() => {}, traps),
  "throwing list": () => new Proxy([] as unknown as () => void, traps),
  "throwing members": () => ({
    get key() {
      return fail();
    },
  }),
  "throwing iterator": () => Object.assign([1, 2], { [Symbol.iterator]: fail }),
  "throwing text": () => ({ toString: fail, valueOf: fail, toJSON: fail }),
  "throwing then": () => ({
    get then() {
      return fail();
    },
  }),
  endless: () => ({
    *[Symbol.iterator]() {
      for (;;) yield 1;
    },
  }),
  date: () => new Date(NaN),
  rejected: () => {
    const rejected = Promise.reject(new RangeError("boom"));
    rejected.catch(() => {}); // Whoever it is given to may never look.
    return rejected;
  },
};
