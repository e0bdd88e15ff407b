import { embedded } from "./entries/embedded.ts";
import { testEntry } from "./test_entry.ts";

for (const entry of embedded) testEntry(entry);
