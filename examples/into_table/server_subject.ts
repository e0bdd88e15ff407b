import {
  type CheckOptions,
  type Fault,
  type FaultOptions,
  type FaultSwitch,
  type Fixture,
  pooled,
  type Subject,
  type TcpFaults,
  tcpFaults,
} from "@watertight/sinks/conformance";
import { type TestServer, testServer } from "../config/test_server.ts";
import { IntoTable } from "./into_table.ts";
import { type Model, rowOf } from "./models.ts";
import type { Rows } from "./server.ts";
import { invalidConfigs, limits, type StoredValues, tableSubject } from "./table_subject.ts";

/** A connection to look at the database with, past the sink. */
export interface Inspector extends AsyncDisposable {
  execute(sql: string): Promise<void>;
  /** What a SELECT gives; nothing while there is no such table. */
  select(sql: string): Promise<Rows>;
}

/** How the fixtures of a server are made. */
export interface ServerFixtures {
  readonly name: string;
  /** The environment variable with the URL of the server. */
  readonly variable: string;
  readonly values: StoredValues;
  inspect(url: string): Promise<Inspector>;
  /** A pool that a session manager would keep, for a place. */
  pool(url: string, place: string): { end(): Promise<void> };
  /** Makes a place of its own for a fixture, and removes it with all that is in it. */
  readonly make: (place: string) => string;
  readonly remove: (place: string) => string;
  /** Where the sink writes to. */
  readonly config: (
    url: string,
    place: string,
  ) => { readonly url: string; readonly schema?: string };
  readonly quote: (name: string) => string;
}

/**
 * A server has less haste than a database in memory: a call that hangs ends after `timeout_s`, and every history
 * opens connections and makes a table.
 */
export const patient: Pick<CheckOptions, "callLimit" | "timeLimit"> = {
  callLimit: 10_000,
  timeLimit: 60_000,
};

/** Where the server is, and why nothing is checked when it is nowhere. */
export function serverOf({ variable }: Pick<ServerFixtures, "variable">): TestServer {
  return testServer(variable, "postgres://127.0.0.1:1/none");
}

/** The sink over a server: a place of its own for each fixture, and ways to the server that fail. */
export function serverSubject<R extends object>(
  server: ServerFixtures,
  model: Model<R>,
): Subject<R> {
  const { url } = serverOf(server);
  const places = pooled(
    () => server.inspect(url),
    (inspector, place) => inspector.execute(server.remove(place)),
  );
  return {
    ...tableSubject(
      `IntoTable on ${server.name}${model.key.length > 0 ? " by key" : ""}`,
      model,
      server.values,
    ),
    invalidConfigs: [
      ...invalidConfigs(url, model.table),
      { config: { url: through(url, 1), table: model.table }, key: "url" },
      { config: { url, table: model.table, schema: "nowhere" }, key: "table" },
    ],
    async open(): Promise<Fixture<R>> {
      const place = await places.namespace();
      await place.connection.execute(server.make(place.name));
      const port = Number(new URL(url).port);
      // The connections that are lent have a way of their own: no partition has to close them.
      const [way, lentWay] = [await tcpFaults(port), await tcpFaults(port)];
      const { payload, columns, key, table } = model;
      const target = (way: TcpFaults) => server.config(through(url, way.port), place.name);
      const pool = server.pool(target(lentWay).url, place.name);
      const { schema } = target(way);
      const whole = [...schema === undefined ? [place.name] : [schema], table].map(server.quote)
        .join(".");
      const order = key.length > 0 ? "" : ` ORDER BY ${server.quote("number")}`;
      const names = Object.keys(columns).map(server.quote).join();
      return {
        sink: new IntoTable({
          payload,
          name: table,
          columns,
          key,
          ...key.length === 0 && { sequence: "number" },
        }),
        config: {
          ...target(way),
          table,
          ...limits,
          buffer_max_age_s: server.values.age / 1000,
          timeout_s: 2,
        },
        sessionManager: {
          session(name: string) {
            if (name === "main") return pool;
            throw new RangeError(`Cannot lend a pool as its name must be "main": it is "${name}"`);
          },
        },
        faults: together([way.faults, lentWay.faults]),
        openResources: () => way.connections,
        async read() {
          const rows = await place.connection.select(`SELECT ${names} FROM ${whole}${order}`);
          return rows.map((row) => rowOf(model, row));
        },
        async [Symbol.asyncDispose]() {
          await pool.end();
          await way[Symbol.asyncDispose]();
          await lentWay[Symbol.asyncDispose]();
          await place[Symbol.asyncDispose]();
        },
      };
    },
    release: () => places.close(),
  };
}

/** The URL by way of another port of this machine. */
function through(url: string, port: number): string {
  const way = new URL(url);
  way.hostname = "127.0.0.1";
  way.port = String(port);
  return way.href;
}

/** Several switches as one. */
function together(switches: readonly FaultSwitch[]): FaultSwitch {
  return {
    kinds: ["reject", "reject-after-apply", "hang"],
    counted: true,
    set(fault: Fault | null, options?: FaultOptions) {
      for (const each of switches) void each.set(fault, options);
    },
  };
}
