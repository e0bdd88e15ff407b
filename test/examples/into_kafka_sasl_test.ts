import { join } from "node:path";
import { payload } from "@watertight/sinks";
import { IntoKafka } from "../../examples/into_kafka/into_kafka.ts";
import { assert, assertEquals, assertRejects } from "../assert.ts";
import { kindOf, type Place, type ServerKind } from "../services/kinds.ts";
import { withoutServices } from "./outage.ts";
import { TestKafka } from "./test_kafka.ts";

/** A Kafka that asks who one is. */
const guarded: ServerKind = {
  ...kindOf("kafka"),
  setup(place) {
    const setup = kindOf("kafka").setup!(place);
    // Of two entries the later one counts.
    const file = join(place.folder, "server.properties");
    Deno.writeTextFileSync(file, guardedProperties(place), { append: true });
    return setup;
  },
};

function guardedProperties({ port, others: [controller] }: Place): string {
  return `listeners=SASL_PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}
advertised.listeners=SASL_PLAINTEXT://127.0.0.1:${port}
listener.security.protocol.map=CONTROLLER:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT
inter.broker.listener.name=SASL_PLAINTEXT
sasl.enabled.mechanisms=PLAIN
sasl.mechanism.inter.broker.protocol=PLAIN
listener.name.sasl_plaintext.plain.sasl.jaas.config=\
  org.apache.kafka.common.security.plain.PlainLoginModule required \
  username="broker" password="b" user_broker="b" user_shop="secret";
`;
}

Deno.test({
  name: "IntoKafka says who it is where Kafka asks, and that it is not believed",
  ignore: withoutServices,
  async fn() {
    const user = { username: "shop", password: "secret" };
    await using kafka = await TestKafka.start(guarded, { mechanism: "plain", ...user });
    await kafka.make("texts", 1);
    const sink = new IntoKafka({
      payload: payload<string>(),
      name: "texts",
      encode: (text) => text,
    });
    const config = { brokers: kafka.brokers, topic: "texts", sasl: "plain", ...user };
    const partition = await sink.buildPartition(config, 0);
    await partition.writeBatch(["a", "b"]);
    await partition.close();
    assertEquals((await kafka.kept("texts")).map(({ value }) => String(value)), ["a", "b"]);
    const error = await assertRejects(
      () => sink.buildPartition({ ...config, password: "wrong" }, 0),
      Error,
      "brokers must lead to Kafka: SASL PLAIN authentication failed",
    );
    assert(!String(error).includes("wrong"), String(error));
  },
});
