import { hookRows } from "./members.ts";
import { testRows } from "./supervised.ts";

testRows("hooks of the subject", new URL("./hook_subjects.ts", import.meta.url), hookRows);
