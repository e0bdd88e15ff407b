import { otherRows } from "./specials.ts";
import { testRows } from "./supervised.ts";

testRows("all others", new URL("./other_subjects.ts", import.meta.url), otherRows);
