import { unseenAges } from "./age.ts";
import { unseenBridges } from "./bridge.ts";
import { unseenBuilds } from "./build.ts";
import { unseenCalls } from "./calls.ts";
import { unseenCloses } from "./close.ts";
import { unseenFailedCloses } from "./failed_close.ts";
import { unseenFaults } from "./fault.ts";
import { unseenInputs } from "./input.ts";
import { unseenKeyed } from "./keyed.ts";
import { unseenLateFaults } from "./late_faults.ts";
import { unseenOrders } from "./order.ts";
import { unseenLosses } from "./stored.ts";
import type { Unseen } from "./unseen.ts";
import { unseenValues } from "./values.ts";
import { unseenWorkers } from "./workers.ts";

/** Broken sinks of designs that the suite was not built on: the judge is tried on them as they are. */
export const unseenMutants: readonly Unseen[] = [
  ...unseenCalls,
  ...unseenBuilds,
  ...unseenLosses,
  ...unseenValues,
  ...unseenInputs,
  ...unseenKeyed,
  ...unseenOrders,
  ...unseenAges,
  ...unseenCloses,
  ...unseenFailedCloses,
  ...unseenWorkers,
  ...unseenFaults,
  ...unseenLateFaults,
  ...unseenBridges,
];
