import type { Entry } from "../entry.ts";

/** Clients of servers. */
export const servers: readonly Entry[] = [
  {
    name: "ioredis: stream",
    library: "ioredis",
    kind: "server",
    adapter: "ioredis.ts",
    subject: async () => (await import("../adapters/ioredis.ts")).subject,
    violates: { "fault.no-duplicates": "ioredis_sent_twice" },
    averts: ["ioredis_disconnect"],
    server: "WATERTIGHT_REDIS_URL",
  },
  {
    name: "pg-copy-streams",
    library: "pg-copy-streams",
    kind: "server",
    adapter: "pg_copy_streams.ts",
    subject: async () => (await import("../adapters/pg_copy_streams.ts")).subject,
    violates: {},
    averts: ["pg_copy_streams_hang"],
    server: "WATERTIGHT_POSTGRES_URL",
  },
];
