import { conformance } from "@watertight/sinks/conformance";
import { lossy } from "../../search/broken.ts";

conformance(lossy, { seed: 1 });
