import { servers } from "./entries/servers.ts";
import { testEntry } from "./test_entry.ts";

for (const entry of servers) testEntry(entry);
