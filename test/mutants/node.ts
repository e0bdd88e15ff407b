import {
  type Build,
  direct,
  mutant,
  type MutantsOf,
  nodeOf,
  type Row,
  type Store,
} from "./mutant.ts";

const plain = (store: Store<Row>): Build<Row> => () => direct(store);

/** The node without a member. */
function lacking(member: string): (build: Build<Row>) => unknown {
  return (build) => {
    const { [member as "name"]: _, ...rest } = nodeOf(build);
    return rest;
  };
}

/** A node that caches a client, as long as nothing else is wrong with it. */
class CachingNode {
  readonly payload = Object;
  readonly name = "rows";
  readonly routerBranchSafe = true;
  client: object | undefined;
  readonly #build: Build<Row>;
  constructor(build: Build<Row>) {
    this.#build = build;
  }
  buildPartition(...args: Parameters<Build<Row>>): ReturnType<Build<Row>> {
    this.client ??= {};
    return this.#build(...args);
  }
}

/** Mutants of the rules about the node itself. */
export const nodeMutants: MutantsOf<
  "node.members" | "node.named" | "node.plain-name" | "node.router-branch-safe" | "node.immutable"
> = {
  "node.members": [
    mutant({
      name: "forgets its payload",
      models:
        "A sink ported from a version of the framework without payload types: the compiler does " +
        "not see a sink and reports an unknown step.",
      calls: 2,
      says: /payload must be a class or a Standard Schema: it is missing/,
      build: plain,
      node: lacking("payload"),
    }),
    mutant({
      name: "spells buildPartition in the other language's way",
      models: "A port from Python keeps build_partition, which no caller looks for.",
      calls: 0,
      says: /buildPartition must be a function: it is missing/,
      build: plain,
      node: (build) => ({ ...nodeOf(build), buildPartition: undefined, build_partition: build }),
    }),
    mutant({
      name: "throws when its name is read before it is configured",
      models: "Connectors whose config getters throw until start was called (Kafka Connect).",
      calls: 2,
      says: /name must be a non-empty string: reading it threw Error: not configured/,
      build: plain,
      node: (build) =>
        Object.defineProperty({ ...nodeOf(build) }, "name", {
          get() {
            throw new Error("not configured");
          },
        }),
    }),
    mutant({
      name: "says routerBranchSafe in a string",
      models: "A flag that comes from the environment and is never parsed.",
      calls: 2,
      says: /routerBranchSafe must be a boolean: it is "true"/,
      build: plain,
      node: (build) => ({ ...nodeOf(build), routerBranchSafe: "true" }),
    }),
  ],
  "node.named": [
    mutant({
      name: "leaves its name empty",
      models: 'A base class with name = "" to be overridden, and a subclass that does not.',
      calls: 2,
      says: /the name of the node is ""/,
      build: plain,
      node: (build) => ({ ...nodeOf(build), name: "" }),
    }),
    mutant({
      name: "is named after an anonymous class",
      models: "A name taken from constructor.name, which a bundler or a factory leaves empty.",
      calls: 2,
      says: /the name of the node is ""/,
      build: plain,
      node: (build) => ({ ...nodeOf(build), name: (() => class {})().name }),
    }),
  ],
  "node.plain-name": [
    mutant({
      name: "is named like a qualified table",
      models: "JDBC sinks named public.orders: the dot reads a section orders within public.",
      calls: 2,
      says: /"public\.orders", has a dot/,
      build: plain,
      node: (build) => ({ ...nodeOf(build), name: "public.orders" }),
    }),
    mutant({
      name: "is named like a topic",
      models: "Topic names such as eu.orders used as connector names.",
      calls: 2,
      says: /"eu\.orders", has a dot/,
      build: plain,
      node: (build) => ({ ...nodeOf(build), name: "eu.orders" }),
    }),
  ],
  "node.router-branch-safe": [
    mutant({
      name: "says that it is not safe in a router branch",
      models: "A default of false inherited from a framework in which sinks opt in.",
      calls: 2,
      says: /routerBranchSafe is false/,
      build: plain,
      node: (build) => ({ ...nodeOf(build), routerBranchSafe: false }),
    }),
    mutant({
      name: "is safe in a router branch only until it is built",
      models: "A getter that answers for the present state: no connection yet, so all is safe.",
      calls: 2,
      says: /routerBranchSafe was true and became false/,
      build: plain,
      node(build) {
        let built = false;
        const node = {
          ...nodeOf<Row>((...args) => {
            built = true;
            return build(...args);
          }),
        };
        return Object.defineProperty(node, "routerBranchSafe", { get: () => !built });
      },
    }),
  ],
  "node.immutable": [
    mutant({
      name: "caches its client on the node",
      models: "Beam DoFns that keep a client in a field of the serialised function object.",
      calls: 2,
      says: /the node has another client than before its first build/,
      build: plain,
      node: (build) => new CachingNode(build),
    }),
    mutant({
      name: "counts its partitions on the node",
      models: "A connector that numbers its tasks with a counter of its own instead of the index.",
      calls: 2,
      says: /the node has another partitions than before its first build/,
      build: plain,
      node(build) {
        const node = {
          partitions: 0,
          ...nodeOf<Row>((...args) => {
            node.partitions++;
            return build(...args);
          }),
        };
        return node;
      },
    }),
    mutant({
      name: "passes the worker index through a field of the node",
      models:
        "A setter before the call and a reset after it, as with thread-local context: nothing is " +
        "left behind, but a frozen node fails.",
      calls: 1,
      says: /the build of worker 0 threw TypeError.*with a node that is not frozen/,
      build: plain,
      node(build) {
        const node = {
          current: -1,
          ...nodeOf<Row>((config, worker, ...rest) => {
            node.current = worker;
            const partition = build(config, node.current, ...rest);
            node.current = -1;
            return partition;
          }),
        };
        return node;
      },
    }),
  ],
};
