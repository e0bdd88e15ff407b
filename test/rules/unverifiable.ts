/** A promise that no black box can check. */
export interface Unverifiable {
  readonly promise: string;
  /** Why not, and what to do instead. */
  readonly reason: string;
}

/** What a green report says nothing of, whatever the options. */
export const unverifiable: readonly Unverifiable[] = [
  {
    promise: "Constructing a node does no I/O.",
    reason:
      "The suite is handed a node that exists. Read its constructor, and what its module does " +
      "when it is imported.",
  },
  {
    promise: "What is stored survives a crash of the process or of the machine.",
    reason:
      "SIGKILL ends the suite as well, and a power cut the medium. `write.durable` says that an " +
      "event can be read back, not that it is on a platter: test it with the storage's own tools.",
  },
  {
    promise: "Workers are safe on threads of their own.",
    reason:
      "The suite runs every worker on one thread, where nothing happens between two awaits. " +
      "What shares memory across threads is beyond it.",
  },
  {
    promise: "Workers in other processes and on other machines do not disturb each other.",
    reason: "The partitions of a history live in one process: names that are unique only there " +
      "(a counter, a process id) look unique.",
  },
  {
    promise: "Memory stays bounded over an unbounded stream.",
    reason:
      "Histories are finite and small. A buffer without a limit looks like a large one: watch " +
      "the memory of a long run.",
  },
  {
    promise: "An endless loop is found.",
    reason:
      "A sink that never yields stops the suite with it: only whoever runs the test can end it, " +
      "by a timeout of the process.",
  },
  {
    promise: "Two equal events are both stored.",
    reason:
      "All events of a history are distinct, so that each stored one is traced to its write. A " +
      "sink that drops repeated contents is green.",
  },
  {
    promise: "Nothing but the named storage is touched.",
    reason:
      "What `read` does not read, and the process does not list as open, is not seen: a second " +
      "table, a file elsewhere. Run the tests with no more permissions than the sink needs.",
  },
  {
    promise: "The payload type describes the events that are written.",
    reason:
      "The suite writes what the subject's `events` draws; whether the flow's events are like " +
      "them is known to the flow alone.",
  },
  {
    promise: "Secrets stay out of errors and logs.",
    reason: "No observer can tell a secret from any other text.",
  },
  {
    promise: "A failure in the middle of an operation of the storage is met.",
    reason:
      "A fault switch fails whole operations, before or after they are applied. A connection " +
      "that breaks within one is the storage client's affair.",
  },
  {
    promise: "The sink is fast enough.",
    reason: "The suite judges what is stored, and bounds only the time a call may take.",
  },
];
