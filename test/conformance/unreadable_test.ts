/** Values that come out of a storage and cannot be read: a finding of the check, and no error of it. */
import {
  checkConformance,
  renderHtml,
  renderJson,
  renderText,
} from "@watertight/sinks/conformance";
import { assert, assertEquals } from "../assert.ts";
import { type Row, rowsSubject, sound } from "./rows.ts";

const revoked = (target: object) => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};
const circular: Record<string, unknown> = { id: 1 };
circular["self"] = circular;
const list: unknown[] = [];
list.push(list);
const map = new Map<string, unknown>();
map.set("self", map);
const throwing = () => {
  throw new Error("not for you");
};
let deep: unknown = 1;
for (let depth = 0; depth < 20_000; depth++) deep = [deep];

const unreadable: Record<string, unknown> = {
  "an object that contains itself": circular,
  "a list that contains itself": list,
  "a map that contains itself": map,
  "a set that contains itself": (() => {
    const set = new Set<unknown>();
    return set.add(set);
  })(),
  "a revoked proxy": revoked({}),
  "a revoked proxy of a list": revoked([]),
  "a revoked proxy of a function": revoked(() => {}),
  "a revoked proxy in a member": { id: 1, text: revoked({}) },
  "a getter that throws": Object.defineProperty({ id: 1 }, "text", {
    enumerable: true,
    get: throwing,
  }),
  "a toJSON that throws": { toJSON: throwing },
  "a toJSON that throws, of a class": new (class {
    toJSON = throwing;
  })(),
  "a toString that throws, of a class": new (class {
    toString(): string {
      return throwing();
    }
  })(),
  "a Symbol.toPrimitive that throws": { [Symbol.toPrimitive]: throwing },
  "a Symbol.iterator that throws": { [Symbol.iterator]: throwing },
  "a constructor that throws": Object.create({
    get constructor() {
      return throwing();
    },
  }),
  "keys that throw": new Proxy({}, { ownKeys: throwing }),
  "a prototype that throws": new Proxy({}, { getPrototypeOf: throwing }),
  "descriptors that throw": new Proxy({ id: 1 }, { getOwnPropertyDescriptor: throwing }),
  "a value of 20,000 levels": deep,
  "a symbol": Symbol("row"),
  "a function": () => {},
  "a date of no time": new Date(NaN),
  "a thenable": { then: (resolve: () => void) => resolve() },
  "a text of a million characters": "x".repeat(1_000_000),
};

for (const [name, value] of Object.entries(unreadable)) {
  Deno.test(`${name} among the stored rows is a finding, in every format`, async () => {
    const subject = rowsSubject(sound, {}, (rows) => ({
      read: () => rows.length > 0 ? [...rows, value as Row] : [],
    }));
    const report = await checkConformance(subject, { seed: 1, runs: 0 });
    const violated = report.verdicts.filter(({ outcome }) => outcome === "violated");
    assertEquals(violated.map(({ rule }) => rule), ["write.nothing-extra"]);
    assertEquals(JSON.parse(renderJson(report)).reports[0].verdicts.length, report.verdicts.length);
    for (const text of [renderText(report), renderHtml(report)]) {
      assert(text.includes("write.nothing-extra") && text.length < 200_000, `${text.length}`);
    }
  });
}
