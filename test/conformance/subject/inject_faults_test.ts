import { injectFaults, injectSessionFaults } from "@watertight/sinks/conformance";
import { assert, assertEquals, assertRejects, assertThrows } from "../../assert.ts";

class Client {
  #rows: string[] = [];
  readonly name = "client";
  insert(row: string): number {
    return this.#rows.push(row);
  }
  async insertLater(row: string): Promise<number> {
    await undefined;
    return this.#rows.push(row);
  }
  insertSoon(row: string): Promise<number> {
    return this.insertLater(row);
  }
  rows(): readonly string[] {
    return this.#rows;
  }
}

function faulty() {
  return injectFaults(new Client(), ["insert", "insertLater", "insertSoon"]);
}

Deno.test("injectFaults() changes nothing while no failure is set", async () => {
  const { client } = faulty();
  assertEquals([client.insert("a"), await client.insertLater("b"), client.name], [1, 2, "client"]);
  assert(client instanceof Client);
});

Deno.test("under reject a method fails unapplied, as its callers expect", async () => {
  const { client, faults } = faulty();
  faults.set("reject");
  const message = "as the storage must be reachable: it is set to reject";
  assertThrows(() => client.insert("a"), Error, `Cannot insert ${message}`);
  await assertRejects(() => client.insertLater("b"), Error, `Cannot insertLater ${message}`);
  assertEquals(client.rows(), []);
});

Deno.test("under reject-after-apply a method fails once it is applied", async () => {
  const { client, faults } = faulty();
  faults.set("reject-after-apply");
  assertThrows(() => client.insert("a"), Error, "reject-after-apply");
  await assertRejects(() => client.insertLater("b"), Error, "reject-after-apply");
  assertEquals(client.rows(), ["a", "b"]);
});

Deno.test("under hang a promise stays open, and rejects unapplied once the storage is healed", async () => {
  const { client, faults } = faulty();
  faults.set("hang");
  let settled = false;
  const hanging = client.insertLater("a").finally(() => settled = true);
  const rejected = assertRejects(() => hanging, Error, "it is set to hang");
  for (let tick = 0; tick < 20; tick++) await undefined;
  assertEquals(settled, false);
  faults.set(null);
  await rejected;
  assertEquals(client.rows(), []);
});

Deno.test("under hang a method that cannot hang throws", () => {
  const { client, faults } = faulty();
  faults.set("hang");
  assertThrows(() => client.insert("a"), Error, "it is set to hang");
});

Deno.test("a method that was seen to return a promise fails by rejecting", async () => {
  const { client, faults } = faulty();
  await client.insertSoon("a");
  faults.set("reject");
  await assertRejects(() => client.insertSoon("b"), Error, "it is set to reject");
});

Deno.test("methods that were not named work while the storage fails", () => {
  const { client, faults } = faulty();
  client.insert("a");
  faults.set("reject");
  assertEquals(client.rows(), ["a"]);
});

Deno.test("a healed storage works again", () => {
  const { client, faults } = faulty();
  faults.set("reject");
  faults.set(null);
  assertEquals(client.insert("a"), 1);
});

Deno.test("pace() delays what a method that returns a promise gives", async () => {
  const { client, faults } = faulty();
  const ticks = [3, 0];
  faults.pace(() => ticks.shift() ?? 0);
  const order: string[] = [];
  await Promise.all([
    client.insertLater("slow").then(() => order.push("slow")),
    client.insertLater("quick").then(() => order.push("quick")),
  ]);
  assertEquals(order, ["quick", "slow"]);
});

Deno.test("injectFaults() refuses the name of what is no method", () => {
  assertThrows(
    () => injectFaults(new Client(), ["insert", "name"]),
    TypeError,
    "Cannot inject faults as name must be a method of the client: it is string",
  );
});

Deno.test("injectSessionFaults() makes the sessions of a manager fail, opened before or after", async () => {
  const rows: string[] = [];
  const manager = {
    name: "pool",
    session: () => Promise.resolve({ insert: (row: string) => void rows.push(row), id: 7 }),
  };
  const { sessionManager, faults } = injectSessionFaults(manager, ["insert"]);
  const session = await sessionManager.session();
  assertEquals([sessionManager.name, session.id], ["pool", 7]);
  session.insert("a");
  await faults.set("reject");
  assertThrows(() => session.insert("b"), Error, "Cannot insert");
  const later = await sessionManager.session();
  assertThrows(() => later.insert("c"), Error, "Cannot insert");
  await faults.set(null);
  later.insert("d");
  assertEquals(rows, ["a", "d"]);
});

Deno.test("injectSessionFaults() refuses a manager without sessions, and a session without the method", () => {
  assertThrows(
    () => injectSessionFaults({} as never, ["insert"]),
    TypeError,
    "session must be a method of the session manager: it is undefined",
  );
  const { sessionManager } = injectSessionFaults({ session: () => ({}) }, ["insert"]);
  assertThrows(() => sessionManager.session(), TypeError, "insert must be a method");
});
