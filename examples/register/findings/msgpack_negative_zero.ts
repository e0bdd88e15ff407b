import { decode, encode } from "@msgpack/msgpack";

const read = decode(encode(-0));
console.log(`decode(encode(-0)) gives ${Object.is(read, -0) ? "-0" : read}`);
