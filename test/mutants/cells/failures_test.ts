import { causes } from "../../../conformance/mod.ts";
import { testCells } from "./exact_cells.ts";
import { isOfFailure } from "./triggers.ts";

testCells(causes.filter(isOfFailure));
