import { testExactness } from "./exactness.ts";
import { knownMutants } from "./mod.ts";

testExactness(knownMutants);
