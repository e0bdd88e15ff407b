/** A flow whose workers get threads of their own: each imports this module. */
import { type Flow, flow, type IntoSink } from "@watertight/sinks";

const intoNothing: IntoSink<number> = {
  payload: Number as never,
  name: "nothing",
  routerBranchSafe: true,
  buildPartition: () => ({ writeBatch() {}, close() {} }),
};

const numbers: Flow = flow("numbers", Array.from({ length: 1000 }, (_, index) => index))
  .map((number) => number * 2)
  .into(intoNothing);
export default numbers;
