import { lossy } from "../check/broken.ts";

export default lossy;
