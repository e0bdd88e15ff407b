import { formats } from "./entries/formats.ts";
import { testEntry } from "./test_entry.ts";

for (const entry of formats) testEntry(entry);
