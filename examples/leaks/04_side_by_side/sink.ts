import { type IntoSink, payload } from "@watertight/sinks";

/** What somebody says. */
export interface Message {
  readonly author: string;
  readonly text: string;
}

/** The client of a chat: a request for each message. */
export interface ChatClient {
  append(message: string): Promise<void>;
}

/** Appends messages to a chat, all requests of a batch at once: one after the other takes too long. */
export function intoChat(client: ChatClient): IntoSink<Message> {
  return {
    payload: payload<Message>(),
    name: "chat",
    routerBranchSafe: true,
    buildPartition() {
      let open = true;
      return {
        async writeBatch(messages) {
          if (!open) throw new Error("Cannot write as the partition must be open: it is closed");
          await Promise.all(messages.map((message) => client.append(JSON.stringify(message))));
        },
        close() {
          open = false;
        },
      };
    },
  };
}
