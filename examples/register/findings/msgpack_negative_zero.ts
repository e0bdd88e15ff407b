import { decode, encode } from "@msgpack/msgpack";

const read = decode(encode(-0));
console.log(`-0 is read back as ${Object.is(read, -0) ? "-0" : read}`);
