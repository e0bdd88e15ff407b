import { describe } from "../protocol/describe.ts";
import { explainIntoSink, type IntoSink, isIntoSink } from "../protocol/mod.ts";
import type { Branch, Broadcast, FlowNode, Router } from "./flow.ts";
import type { PlannedEnd, PlannedPath, PlannedRoute, PlannedSink } from "./plan.ts";
import type { Step } from "./step.ts";

/** What the walk through a process needs and leaves behind. */
export interface Walk {
  /** Takes note of a problem at a place of the flow. */
  readonly report: (path: string, message: string) => void;
  /** Gives a sink its place in the plan. */
  readonly plan: (node: IntoSink<unknown>) => PlannedSink;
}

/**
 * Checks one path, from the first node to the sinks it ends in.
 *
 * @returns the planned path, or `undefined` when it has a problem, which is then reported.
 */
export function compilePath(
  path: readonly unknown[],
  place: string,
  inRouter: boolean,
  walk: Walk,
): PlannedPath | undefined {
  const nodes = nodesIn(path, place, walk);
  if (nodes === undefined) return undefined;
  const steps: Step[] = [];
  let end: PlannedEnd | undefined;
  let ended = false;
  const compileNode = (node: unknown, index: number): void => {
    if (isFlowStep(node)) return void steps.push(node);
    const path = `${place}[${index}]`;
    const followers = nodes.length - index - 1;
    if (followers > 0 && endKind(node) !== undefined) {
      const actual = `${followers} ${followers === 1 ? "follows" : "follow"} it`;
      walk.report(path, `a ${endKind(node)} must be the last node of its path: ${actual}`);
    }
    ended = true;
    end = compileEnd(node, path, inRouter, walk);
  };
  for (let index = 0; index < nodes.length; index++) {
    try {
      compileNode(nodes[index], index);
    } catch (error) {
      // A getter or a proxy may throw anything, and only when it is read once more.
      const actual = `reading it threw ${describe(error)}`;
      walk.report(`${place}[${index}]`, `a node must be readable: ${actual}`);
      ended = true;
    }
  }
  if (!ended) {
    const actual = nodes.length === 0 ? "it is empty" : "its last node is a step";
    walk.report(place, `a path must end in a sink, a router or a broadcast: ${actual}`);
  }
  return end === undefined ? undefined : { steps, end };
}

/** The nodes of a path, read once: a list may be a proxy that throws anything. */
function nodesIn(
  path: readonly unknown[],
  place: string,
  walk: Walk,
): readonly unknown[] | undefined {
  try {
    return path.slice();
  } catch (error) {
    walk.report(place, `a path must be readable: reading it threw ${describe(error)}`);
    return undefined;
  }
}

/** What a node ends a path as; `undefined` when it is no end. */
function endKind(node: unknown): PlannedEnd["kind"] | undefined {
  if (isIntoSink(node)) return "sink";
  if (isRouter(node)) return "router";
  return isBroadcast(node) ? "broadcast" : undefined;
}

function compileEnd(
  node: unknown,
  path: string,
  inRouter: boolean,
  walk: Walk,
): PlannedEnd | undefined {
  if (isIntoSink(node)) return compileSink(node, path, inRouter, walk);
  if (isRouter(node)) return compileRouter(node, path, walk);
  if (isBroadcast(node)) return compileBroadcast(node, path, inRouter, walk);
  const missing = explainIntoSink(node).join("; ");
  walk.report(path, `a node must be a step, a router, a broadcast or a sink: ${missing}`);
  return undefined;
}

function compileSink(
  node: IntoSink<unknown>,
  path: string,
  inRouter: boolean,
  walk: Walk,
): PlannedEnd {
  if (inRouter && !node.routerBranchSafe) {
    walk.report(path, `routerBranchSafe of ${node.name} must be true inside a router: it is false`);
  }
  return { kind: "sink", sink: walk.plan(node) };
}

function compileRouter(node: Router, path: string, walk: Walk): PlannedEnd {
  const routes: PlannedRoute[] = [];
  const add = (branch: Branch, label: string, place: string, when?: PlannedRoute["when"]): void => {
    const planned = compilePath(nodesOf(branch), place, true, walk);
    if (planned) routes.push({ label, path: planned, ...(when && { when }) });
  };
  for (const { label, branch, when } of node.routes) {
    add(branch, label, `${path}.routes[${JSON.stringify(label)}]`, when);
  }
  const keyed = routes.length;
  if (node.default !== undefined) add(node.default, "default", `${path}.default`);
  if (node.routes.length === 0 && node.default === undefined) {
    walk.report(path, "a router must have a branch: it has none");
  }
  if (node.by !== undefined && typeof node.by !== "function") {
    walk.report(path, `a router must choose by a function: its key is ${describe(node.by)}`);
  } else if (!node.by && node.routes.some(({ when }) => typeof when !== "function")) {
    walk.report(path, "a router must choose by a function: it has neither a key nor predicates");
  }
  return {
    kind: "router",
    path,
    routes,
    default: routes.length > keyed ? keyed : -1,
    ...(node.by && { by: node.by }),
  };
}

function compileBroadcast(
  node: Broadcast,
  path: string,
  inRouter: boolean,
  walk: Walk,
): PlannedEnd {
  if (node.branches.length === 0) {
    walk.report(path, "a broadcast must have a branch: it has none");
  }
  const branches = node.branches.map((branch, index) =>
    compilePath(nodesOf(branch), `${path}.branches[${index}]`, inRouter, walk)
  );
  return { kind: "broadcast", branches: branches.filter((branch) => branch !== undefined) };
}

/** The nodes of a branch as an array. */
function nodesOf(branch: Branch): readonly FlowNode[] {
  return Array.isArray(branch) ? branch : [branch as FlowNode];
}

/** Reads the kind of a node without trusting it: a getter or a proxy may throw anything. */
function member(node: unknown, name: string): unknown {
  if (typeof node !== "object" || node === null) return undefined;
  try {
    return Reflect.get(node, name);
  } catch {
    return undefined;
  }
}

function isFlowStep(node: unknown): node is Step {
  const kind = member(node, "kind");
  return (kind === "map" || kind === "filter" || kind === "flatMap") &&
    typeof member(node, "apply") === "function";
}

function isRouter(node: unknown): node is Router {
  const routes = member(node, "routes");
  return member(node, "kind") === "router" && Array.isArray(routes) &&
    routes.every((route) => typeof route === "object" && route !== null);
}

function isBroadcast(node: unknown): node is Broadcast {
  return member(node, "kind") === "broadcast" && Array.isArray(member(node, "branches"));
}
