import * as fc from "fast-check";
import type { Subject } from "@watertight/sinks/conformance";
import { intoChat, type Message } from "./sink.ts";

/** The storage, with the sink that is made so before it. */
export function subjectOf(into: typeof intoChat): Subject<Message> {
  return {
    name: "04 side by side",
    events: fc.record({ author: fc.string({ maxLength: 3 }), text: fc.string() }),
    open() {
      const stored: string[] = [];
      const client = {
        async append(message: string) {
          // A long message is longer on its way.
          for (let sent = 0; sent < message.length; sent += 8) await undefined;
          stored.push(message);
        },
      };
      return { sink: into(client), config: {}, read: () => stored.map((text) => JSON.parse(text)) };
    },
  };
}

export const subject: Subject<Message> = subjectOf(intoChat);
