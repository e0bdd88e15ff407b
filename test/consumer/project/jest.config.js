/** Modules of TypeScript, without a compiler. */
export default {
  extensionsToTreatAsEsm: [".ts"],
  transform: { "\\.ts$": "./strip_types.js" },
};
