/** Milliseconds a history is left alone: long enough for what a sink forgot to await. */
export const usualIdleTime = 12;

/** Milliseconds that a storage is left alone before anything is blamed for what it holds. */
export const longIdleTime = 100;
