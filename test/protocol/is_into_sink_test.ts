import { explainIntoSink, type IntoSink, isIntoSink } from "@watertight/sinks";
import { assert, assertEquals } from "../assert.ts";

class Line {
  constructor(readonly text: string) {}
}

const members = {
  payload: Line,
  name: "lines",
  routerBranchSafe: true,
  buildPartition: () => ({ writeBatch: () => {}, close: () => {} }),
};

class Lines implements IntoSink<Line> {
  readonly payload = Line;
  readonly name = "lines";
  readonly routerBranchSafe = true;
  buildPartition = members.buildPartition;
}

abstract class AbstractLine {
  abstract readonly text: string;
}

/** Everything but the name stands on prototypes, as getters and methods. */
class Inherited extends (class {
  get payload() {
    return Line;
  }
  get routerBranchSafe() {
    return true;
  }
}) {
  readonly name = "lines";
  buildPartition() {
    return members.buildPartition();
  }
}

const schema = { "~standard": { version: 1, vendor: "test", validate: () => ({ value: 1 }) } };

const sinks: Readonly<Record<string, unknown>> = {
  "a plain object": members,
  "a frozen object": Object.freeze({ ...members }),
  "an object without a prototype": Object.assign(Object.create(null), members),
  "an instance of a class": new Lines(),
  "an instance that inherits its members": new Inherited(),
  "an object that inherits all members": Object.create(members),
  "a proxy of a sink": new Proxy(members, {}),
  "a proxy that makes its members up": new Proxy({}, {
    get: (_, member) => Reflect.get(members, member),
  }),
  "a function with the members": Object.defineProperties(
    () => {},
    Object.getOwnPropertyDescriptors(members),
  ),
  "an object with more members": { ...members, extra: 1 },
  "a payload that is a schema": { ...members, payload: schema },
  "a payload that is a callable schema": { ...members, payload: Object.assign(() => {}, schema) },
  "a payload of an abstract class": { ...members, payload: AbstractLine },
};

for (const [what, value] of Object.entries(sinks)) {
  Deno.test(`isIntoSink() takes ${what}`, () => {
    assertEquals(explainIntoSink(value), []);
    assert(isIntoSink(value));
  });
}

const throwing = (member: string, error: unknown) =>
  Object.defineProperty({ ...members }, member, {
    get() {
      throw error;
    },
  });
const revoked = Proxy.revocable(members, {});
revoked.revoke();

const nonSinks: Readonly<Record<string, readonly [unknown, readonly string[]]>> = {
  "undefined": [undefined, ["a sink must be an object: it is undefined"]],
  "null": [null, ["a sink must be an object: it is null"]],
  "a number": [7, ["a sink must be an object: it is 7"]],
  "a text": ["lines", ['a sink must be an object: it is "lines"']],
  "a symbol": [Symbol("lines"), ["a sink must be an object: it is Symbol(lines)"]],
  "a class instead of its instance": [
    Lines,
    ["a sink must be an object: it is the class Lines; pass an instance of it"],
  ],
  "an empty object": [{}, [
    "payload must be a class or a Standard Schema: it is missing",
    "name must be a non-empty string: it is missing",
    "routerBranchSafe must be a boolean: it is missing",
    "buildPartition must be a function: it is missing",
  ]],
  "an empty name": [{ ...members, name: "" }, ['name must be a non-empty string: it is ""']],
  "a String for a name": [{ ...members, name: new String("lines") }, [
    "name must be a non-empty string: it is an object of String",
  ]],
  "a truthy routerBranchSafe": [{ ...members, routerBranchSafe: 1 }, [
    "routerBranchSafe must be a boolean: it is 1",
  ]],
  "a payload that is null": [{ ...members, payload: null }, [
    "payload must be a class or a Standard Schema: it is null",
  ]],
  "a payload that is a plain object": [{ ...members, payload: {} }, [
    "payload must be a class or a Standard Schema: it is an object of Object",
  ]],
  "a payload whose ~standard cannot validate": [
    { ...members, payload: { "~standard": {} } },
    ["payload must be a class or a Standard Schema: it is an object of Object"],
  ],
  "a payload whose ~standard throws": [{ ...members, payload: throwing("~standard", 7) }, [
    "payload must be a class or a Standard Schema: it is an object of Object",
  ]],
  "a buildPartition that is a name": [{ ...members, buildPartition: "build" }, [
    'buildPartition must be a function: it is "build"',
  ]],
  "a name whose getter throws an Error": [throwing("name", new RangeError("too soon")), [
    "name must be a non-empty string: reading it threw RangeError: too soon",
  ]],
  "a payload whose getter throws undefined": [throwing("payload", undefined), [
    "payload must be a class or a Standard Schema: reading it threw undefined",
  ]],
  "a buildPartition whose getter throws": [throwing("buildPartition", "not yet"), [
    'buildPartition must be a function: reading it threw "not yet"',
  ]],
};

for (const [what, [value, sentences]] of Object.entries(nonSinks)) {
  Deno.test(`explainIntoSink() names what is wrong with ${what}`, () => {
    assertEquals(explainIntoSink(value), sentences);
    assert(!isIntoSink(value));
  });
}

Deno.test("explainIntoSink() names all four members of a proxy that throws at every touch", () => {
  const hostile = new Proxy({}, {
    get() {
      throw new Error("do not touch");
    },
    getPrototypeOf() {
      throw new Error("do not touch");
    },
    has() {
      throw new Error("do not touch");
    },
  });
  const sentences = explainIntoSink(hostile);
  assertEquals(sentences.length, 4);
  assert(sentences.every((sentence) => sentence.endsWith("reading it threw Error: do not touch")));
});

Deno.test("explainIntoSink() survives values that cannot be described", () => {
  const name = new Proxy({}, {
    get() {
      throw new Error("do not touch");
    },
  });
  assertEquals(explainIntoSink({ ...members, name }), [
    "name must be a non-empty string: it is a value that cannot be described",
  ]);
  assertEquals(explainIntoSink(revoked.proxy).length, 4);
});

Deno.test("explainIntoSink() calls no member", () => {
  let calls = 0;
  const count = () => void calls++;
  explainIntoSink({ ...members, buildPartition: count, payload: count, toString: count });
  assertEquals(calls, 0);
});
