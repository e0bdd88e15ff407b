import { testExactness } from "./exactness.ts";
import { unseenMutants } from "./mod.ts";

testExactness(unseenMutants, 1);
