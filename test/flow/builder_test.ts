import { type Flow, flow, type IntoSink, Message } from "@watertight/sinks";
import { assertEquals } from "../assert.ts";

interface Order {
  readonly country: string;
}
interface Refund extends Order {
  readonly refund: true;
}

function sink<E>(name: string): IntoSink<E> {
  return {
    payload: Object as never,
    name,
    routerBranchSafe: true,
    buildPartition: () => ({ writeBatch() {}, close() {} }),
  };
}

const intoOrders = sink<Order>("orders");
const intoRefunds = sink<Refund>("refunds");
const isRefund = (order: Order): order is Refund => "refund" in order;

/** Never called: the compiler is the one who runs it. */
export function proofs(orders: Iterable<Order>): readonly Flow[] {
  return [
    flow("direct", orders).into(intoOrders),
    flow("unwrapped", [new Message<Order>({ country: "ES" }, { messageId: "m" })]).into(intoOrders),
    flow("enveloped", ["ES"]).map((country) => new Message<Order>({ country }, { messageId: "m" }))
      .into(intoOrders),
    flow("either", ["ES"]).flatMap((country) => [
      { country },
      new Message<Order>({ country }, { messageId: "m" }),
    ]).into(intoOrders),
    flow("mapped", ["ES"]).map((country) => Promise.resolve({ country })).into(sink<Order>("o")),
    flow("guarded", orders).filter(isRefund).into(intoRefunds),
    flow("flattened", orders).flatMap((order) => [...order.country]).into(sink<string>("letters")),
    // @ts-expect-error: orders are no refunds
    flow("narrow", orders).into(intoRefunds),
    // @ts-expect-error: a sink is invariant in its event, its payload names any order
    flow("wide", orders).filter(isRefund).into(intoOrders),
    // @ts-expect-error: numbers are no orders
    flow("other", [1, 2]).into(intoOrders),
    flow("routed", orders).router({
      by: (order) => order.country,
      routes: { ES: intoOrders, PT: (path) => path.filter(isRefund).into(intoRefunds) },
      // @ts-expect-error: the default branch gets orders
      default: intoRefunds,
    }),
    flow("broadcast", orders).broadcast([
      intoOrders,
      // @ts-expect-error: the branch maps orders to strings
      (path) => path.map((order) => order.country).into(intoOrders),
    ]),
  ];
}

Deno.test("the builder gives the same plain flow as one written by hand", () => {
  const built = flow("orders", [])
    .filter(Boolean)
    .router({ by: String, routes: { x: (path) => path.map(String).into(sink<string>("s")) } });
  const kinds = built.process.map((node) => "kind" in node ? node.kind : node.name);
  assertEquals([built.name, kinds], ["orders", ["filter", "router"]]);
});

Deno.test("a path may be continued twice: neither continuation sees the other", () => {
  const path = flow("orders", [1]).map(String);
  const one = path.into(sink<string>("one"));
  const two = path.map(Number).into(sink<number>("two"));
  assertEquals([one.process.length, two.process.length], [2, 3]);
});
