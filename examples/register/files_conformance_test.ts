import { files } from "./entries/files.ts";
import { testEntry } from "./test_entry.ts";

for (const entry of files) testEntry(entry);
