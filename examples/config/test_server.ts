import process from "node:process";

/** The server that a sink is checked on. */
export interface TestServer {
  /** Where it is; where there is none, an address at which nobody listens. */
  readonly url: string;
  /** Why nothing is checked, where there is none. */
  readonly skip: string | undefined;
}

/** The server whose URL an environment variable has. @param nowhere stands in where there is none. */
export function testServer(variable: string, nowhere: string): TestServer {
  const url = process.env[variable];
  if (url !== undefined) return { url, skip: undefined };
  return {
    url: nowhere,
    skip: `${variable} is not set: deno task test:services starts the servers`,
  };
}
