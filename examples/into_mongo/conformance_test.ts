import { conformance } from "@watertight/sinks/conformance";
import { options, sharing, skip, subject, upserting } from "./subject.ts";

conformance(subject, { skip, ...options });
conformance(upserting, { skip, ...options });
conformance(sharing, {
  skip,
  ...options,
  runs: 50,
  // What a shared connection can spoil. Its sockets are those of the manager, and count for no partition.
  rules: [
    "close.shared-resources",
    "close.any-order",
    "workers.isolated-close",
    "workers.isolated-failure",
    "workers.no-cross-talk",
    "write.stored",
    "write.once",
    "order.across-batches",
    "restart.keeps",
    "fault.earlier-batches",
    "fault.no-duplicates",
    "fault.recovers",
  ],
});
