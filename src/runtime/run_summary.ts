/** What a run did. */
export interface RunSummary {
  /** The name of the flow. */
  readonly flow: string;
  /** How many workers this process ran. */
  readonly workers: number;
  /** Events taken from the source. */
  readonly read: number;
  /** Epochs that ended, the last one included. */
  readonly epochs: number;
  /** Whether the run was asked to stop before the source ended. */
  readonly interrupted: boolean;
  /** What was written, one entry for each place where a sink stands, in the order of the flow. */
  readonly sinks: readonly SinkSummary[];
}

/** What was written to one sink, by all workers. */
export interface SinkSummary {
  /** Its name. */
  readonly name: string;
  /** Events in writes that returned. */
  readonly written: number;
  /** Writes that returned. */
  readonly batches: number;
}
