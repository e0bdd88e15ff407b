export { supervise as superviseApart } from "./supervise.ts";
