import type { Entry } from "./entry.ts";
import { embedded } from "./entries/embedded.ts";
import { files } from "./entries/files.ts";
import { formats } from "./entries/formats.ts";
import { servers } from "./entries/servers.ts";

/** Every adapter of the register. */
export const entries: readonly Entry[] = [...files, ...formats, ...embedded, ...servers];
