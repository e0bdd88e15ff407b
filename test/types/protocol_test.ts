import type { StandardSchemaV1 as SpecifiedSchema } from "@standard-schema/spec";
import {
  type IntoSink,
  payload,
  type PayloadType,
  type SinkPartition,
  type StandardSchemaV1,
} from "@watertight/sinks";
import { payload as payloadOfSuite } from "@watertight/sinks/conformance";

// A line here is a proof: it compiles, or its @ts-expect-error finds the error it names.

interface Animal {
  readonly name: string;
}
interface Dog extends Animal {
  readonly barks: true;
}

declare const animalPartition: SinkPartition<Animal>;
declare const dogPartition: SinkPartition<Dog>;
declare const animalSink: IntoSink<Animal>;
declare const dogSink: IntoSink<Dog>;
declare const specified: SpecifiedSchema<unknown, Dog>;
declare const ours: StandardSchemaV1<unknown, Dog>;

/** Never called: the compiler is the one who runs it. */
export function proofs(): readonly unknown[] {
  const whatWritesAnimalsWritesDogs: SinkPartition<Dog> = animalPartition;
  // @ts-expect-error: SinkPartition is contravariant, a writer of dogs cannot take any animal
  const dogsOnly: SinkPartition<Animal> = dogPartition;
  // @ts-expect-error: IntoSink is invariant, its payload names animals
  const narrowed: IntoSink<Dog> = animalSink;
  // @ts-expect-error: IntoSink is invariant, its partitions take dogs only
  const widened: IntoSink<Animal> = dogSink;
  const fromSpecification: StandardSchemaV1<unknown, Dog> = specified;
  const toSpecification: SpecifiedSchema<unknown, Dog> = ours;
  const dogPayload: IntoSink<Dog>["payload"] = specified;
  const plainDog: PayloadType<Dog> = payload<Dog>();
  // @ts-expect-error: the payload of a plain row is invariant in a sink like any other
  const plainAnimal: IntoSink<Dog>["payload"] = payload<Animal>();
  // @ts-expect-error: a class is no schema of another type
  const otherType: PayloadType<Dog> = payload<string>();
  const ofSuite: PayloadType<Dog> = payloadOfSuite<Dog>();
  return [
    plainDog,
    plainAnimal,
    otherType,
    ofSuite,
    whatWritesAnimalsWritesDogs,
    dogsOnly,
    narrowed,
    widened,
    fromSpecification,
    toSpecification,
    dogPayload,
  ];
}

Deno.test("the variance proofs and the schema equivalence compile", () => {
  if (typeof proofs !== "function") throw new Error("the proofs were not loaded");
});
