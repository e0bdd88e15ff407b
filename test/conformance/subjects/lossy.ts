import { lossy } from "../search/broken.ts";

export default lossy;
