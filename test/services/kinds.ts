import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where one server keeps its data, and the ports it may listen on. */
export interface Place {
  readonly folder: string;
  /** The one that it is reached at, and others that nobody listens on. */
  readonly port: number;
  readonly others: readonly number[];
  /** Its Java archives, as a class path. */
  readonly jars: string;
}

/** How a server is installed and started, and how it is known to be ready. */
export interface ServerKind {
  readonly name: string;
  /** The variable that tells the tests where it is. */
  readonly variable: string;
  /** The Debian packages that bring it. */
  readonly packages: readonly string[];
  /** The Maven artifacts that it is made of, where it is a Java program; default none. */
  readonly artifacts?: readonly string[];
  /** Its program: a path, with one star where the version stands, or a name on the `PATH`. */
  readonly program: string;
  /** The program that makes its data folder, and its arguments. */
  readonly setup?: (place: Place & { readonly program: string }) => readonly string[];
  readonly start: (place: Place) => readonly string[];
  /** What it says once it takes connections. */
  readonly ready: RegExp;
  readonly url: (port: number) => string;
  /** The user that it runs as where root starts it: it refuses to be root. */
  readonly user?: string;
  /** The signal that makes it stop without waiting for its clients; default `SIGTERM`. */
  readonly stop?: Deno.Signal;
}

const postgres: ServerKind = {
  name: "postgres",
  variable: "WATERTIGHT_POSTGRES_URL",
  packages: ["postgresql"],
  program: "/usr/lib/postgresql/*/bin/postgres",
  setup: ({ folder, program }) => [
    join(dirname(program), "initdb"),
    ...["-D", join(folder, "data"), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync"],
  ],
  start: ({ folder, port }) => [
    ...["-D", join(folder, "data"), "-p", `${port}`, "-h", "127.0.0.1", "-k", folder],
    ...["-c", "max_connections=400"],
  ],
  ready: /ready to accept connections/,
  url: (port) => `postgres://postgres@127.0.0.1:${port}/postgres`,
  user: "postgres",
  stop: "SIGINT",
};

const mariadb: ServerKind = {
  name: "mariadb",
  variable: "WATERTIGHT_MARIADB_URL",
  packages: ["mariadb-server"],
  program: "mariadbd",
  setup: ({ folder }) => [
    "mariadb-install-db",
    ...["--no-defaults", `--datadir=${join(folder, "data")}`, "--skip-test-db"],
    ...["--auth-root-authentication-method=normal", ...asRoot()],
  ],
  start: ({ folder, port }) => [
    ...["--no-defaults", `--datadir=${join(folder, "data")}`, `--port=${port}`],
    ...["--bind-address=127.0.0.1", `--socket=${join(folder, "socket")}`, ...asRoot()],
    // A check opens and drops a table in every history: without a sync each, it is a check of the disk.
    ...["--innodb-flush-log-at-trx-commit=2", "--max-connections=400"],
  ],
  ready: /ready for connections/,
  url: (port) => `mariadb://root@127.0.0.1:${port}/mysql`,
};

const redis: ServerKind = {
  name: "redis",
  variable: "WATERTIGHT_REDIS_URL",
  packages: ["redis-server"],
  program: "redis-server",
  start: ({ folder, port }) => [
    ...["--port", `${port}`, "--bind", "127.0.0.1", "--dir", folder],
    ...["--save", "", "--appendonly", "yes", "--appendfsync", "always"],
  ],
  ready: /Ready to accept connections/,
  url: (port) => `redis://127.0.0.1:${port}`,
};

const nats: ServerKind = {
  name: "nats",
  variable: "WATERTIGHT_NATS_URL",
  packages: ["nats-server"],
  program: "nats-server",
  start: ({ folder, port }) => ["-a", "127.0.0.1", "-p", `${port}`, "-js", "-sd", folder],
  ready: /Server is ready/,
  url: (port) => `nats://127.0.0.1:${port}`,
};

/** A server with the protocol of MongoDB, whose own is not free software; it keeps everything in memory. */
const mongodb: ServerKind = {
  name: "mongodb",
  variable: "WATERTIGHT_MONGODB_URL",
  packages: ["default-jdk-headless"],
  artifacts: ["de.bwaldvogel:mongo-java-server:1.47.0", "org.slf4j:slf4j-nop:2.0.17"],
  program: "java",
  start: ({ jars, port }) => [
    ...["-cp", jars, fileURLToPath(new URL("./MemoryMongo.java", import.meta.url)), `${port}`],
  ],
  ready: /ready/,
  url: (port) => `mongodb://127.0.0.1:${port}`,
};

const kafka: ServerKind = {
  name: "kafka",
  variable: "WATERTIGHT_KAFKA_URL",
  packages: ["default-jdk-headless"],
  artifacts: ["org.apache.kafka:kafka_2.13:4.1.0", "org.slf4j:slf4j-simple:1.7.36"],
  program: "java",
  setup: (place) => {
    const file = join(place.folder, "server.properties");
    Deno.writeTextFileSync(file, kafkaProperties(place));
    const format = [
      "kafka.tools.StorageTool",
      "format",
      "-t",
      "MkU3OEVBNTcwNTJENDM2Qg",
      "-c",
      file,
    ];
    return [place.program, "-cp", place.jars, ...format];
  },
  start: ({ folder, jars }) => [
    ...["-Xmx512m", "-cp", jars, "kafka.Kafka", join(folder, "server.properties")],
  ],
  ready: /Kafka Server started/,
  url: (port) => `kafka://127.0.0.1:${port}`,
  // In order it waits for its clients; what it has acknowledged is in its log all the same.
  stop: "SIGKILL",
};

/** One broker that is its own controller. */
function kafkaProperties({ folder, port, others: [controller] }: Place): string {
  return `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controller}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
controller.listener.names=CONTROLLER
log.dirs=${join(folder, "data")}
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
`;
}

/** A server with the protocol of S3. */
const s3: ServerKind = {
  name: "s3",
  variable: "WATERTIGHT_S3_URL",
  packages: [],
  program: Deno.execPath(),
  start: ({ folder, port }) => [
    ...["run", "--allow-all", "--no-lock", "npm:s3rver@3.7.1", "--silent"],
    ...["--directory", folder, "--address", "127.0.0.1", "--port", `${port}`],
  ],
  ready: /listening/,
  url: (port) => `http://127.0.0.1:${port}`,
};

/** The servers that examples are tested with. */
export const kinds: readonly ServerKind[] = [postgres, mariadb, redis, nats, mongodb, kafka, s3];

/** The server of a name. @throws {RangeError} when there is none. */
export function kindOf(name: string): ServerKind {
  const kind = kinds.find((it) => it.name === name);
  if (kind) return kind;
  const names = kinds.map((it) => it.name).join(", ");
  throw new RangeError(`Cannot start ${name} as servers must be among ${names}: it is not`);
}

/** MariaDB takes root for a mistake unless it is told. */
function asRoot(): readonly string[] {
  return Deno.uid() === 0 ? ["--user=root"] : [];
}
