// A module for threads whose import never ends.
setInterval(() => {}, 1_000);
await new Promise(() => {});
export {};
