import protobuf from "protobufjs";

const type = protobuf.parse('syntax = "proto3"; message A { string text = 1; }').root.lookupType(
  "A",
);
const message = { text: "\ud800" };
const bytes = type.encode(message).finish();
let read = "a text";
try {
  type.decode(bytes);
} catch {
  read = "an error";
}
console.log(
  `of a lone surrogate verify says ${
    type.verify(message)
  }, encode gives ${bytes.length} bytes, decode ${read}`,
);
