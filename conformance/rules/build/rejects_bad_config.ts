import type { Rule } from "../../rule.ts";

/** The rule `build.rejects-bad-config`. */
export const rule: Rule<"build.rejects-bad-config"> = {
  id: "build.rejects-bad-config",
  level: "SHOULD",
  basis: "adapter",
  needs: ["invalidConfigs"],
  statement: "A bad configuration is refused at build, with a message that names the key.",
  intent:
    "A flow fails at start or hours later, in the middle of a batch; and whoever is on call " +
    "reads the message.",
  notVerified: "Configurations that the subject does not list.",
  hint: "Validate in buildPartition, before anything is opened; name the key and what it must be.",
  judge: ({ trace: { given, calls } }) => {
    const key = given?.invalidKey;
    const build = calls.find(({ call }) => call === "build");
    // A storage that fails is as good a reason to refuse, and the only one that can be told then.
    if (key === undefined || !build || build.fault) return undefined;
    if (build.outcome.kind !== "threw") {
      return [{
        message: `a configuration whose ${key} is wrong was accepted at build`,
        calls: [calls.indexOf(build)],
      }];
    }
    const { message } = build.outcome.error;
    return message.includes(key) ? [] : [{
      message:
        `a configuration whose ${key} is wrong is refused with a message that does not name it: ${message}`,
      calls: [calls.indexOf(build)],
    }];
  },
};
