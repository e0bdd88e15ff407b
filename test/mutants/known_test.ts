import { testExactness } from "./exactness.ts";
import { knownMutants } from "./mod.ts";

testExactness(knownMutants, -20_000);
