/** The version of the kit, which its manifest names as well: seeds and paths belong to it. */
export const version = "0.1.0";
