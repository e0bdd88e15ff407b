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

/** Appends messages to a chat, one request after the other: their order is the order of the chat. */
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
          for (const message of messages.map((it) => JSON.stringify(it))) {
            await client.append(message);
          }
        },
        close() {
          open = false;
        },
      };
    },
  };
}
