import { callRows } from "./members.ts";
import { testRows } from "./supervised.ts";

testRows("calls of the sink", new URL("./call_subjects.ts", import.meta.url), callRows);
