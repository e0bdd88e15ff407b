import { stripTypeScriptTypes } from "node:module";

/** What Jest asks for the JavaScript of a module. */
export default { process: (source) => ({ code: stripTypeScriptTypes(source) }) };
