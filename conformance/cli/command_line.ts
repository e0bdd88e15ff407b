import { Command, CommanderError } from "commander";
import { describeValue } from "../describe.ts";
import { formatNames } from "../report/formats.ts";
import { type RuleId, ruleIds } from "../rule_id.ts";
import { type CheckFlags, type CheckLine, commandNames, numberFlags } from "./check_line.ts";
import { type Reporter, ReporterList } from "./reporters.ts";
import { requirePermissions } from "./permissions.ts";
import { didYouMean } from "./suggest.ts";

/** A command line as it was read. Plain data. */
export type CommandLine =
  | { readonly command: "help"; readonly text: string }
  | { readonly command: "check"; readonly line: CheckLine }
  | { readonly command: "judge"; readonly line: JudgeLine }
  | { readonly command: "rules"; readonly id: RuleId | undefined }
  | { readonly command: "init"; readonly name: string }
  | { readonly command: "badge"; readonly file: string; readonly out: string | undefined }
  | { readonly command: "compare"; readonly before: string; readonly after: string };

/** A command that judges traces, as it was read. */
export interface JudgeLine {
  /** The files of the traces. */
  readonly files: readonly string[];
  readonly rules: readonly RuleId[];
  readonly reporters: readonly Reporter[];
  readonly verbose: boolean;
  readonly strict: boolean;
}

/** The module that is checked where none is named. */
export const defaultModule = "examples/into_table/subject.ts";

/**
 * Reads a command line.
 *
 * @throws {TypeError} when it has an option or a command that there is not, or lacks one.
 * @throws {RangeError} when an option has a value that it cannot have.
 */
export function readCommandLine(args: readonly string[]): CommandLine {
  let read: CommandLine | undefined;
  let printed = "";
  const program = programOf((line) => read = line, (text) => printed += text);
  try {
    program.parse(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { command: "help", text: printed };
    // With this code it says nothing but that there is no such command.
    const message = error.code === "commander.help"
      ? `unknown command '${args[args.indexOf("help") + 1]}'`
      : error.message;
    throw new TypeError(problemOf(message, program), { cause: error });
  }
  return read!; // A program with a default command comes to an action, or throws.
}

/** What is wrong with a command line, with what may have been meant. */
function problemOf(message: string, { commands }: Command): string {
  const told = message.replace(/^error: /, "");
  const [, option] = told.match(/^unknown option '(--?[^=']*)/) ?? [];
  const known = commands.flatMap(({ options }) => options.flatMap(({ long }) => long ?? []));
  const [, command] = told.match(/^unknown command '(.*)'$/s) ?? [];
  const near = option !== undefined
    ? didYouMean(option, [...new Set([...known, "--help"])])
    : command !== undefined
    ? didYouMean(command, commandNames)
    : "";
  return `Cannot run the command as it must be as --help says: ${told}${near}`;
}

function programOf(take: (line: CommandLine) => void, print: (text: string) => void): Command {
  const program = new Command("conform")
    .exitOverride()
    .showSuggestionAfterError(false)
    .configureOutput({
      writeOut: print,
      writeErr: () => {},
      getOutHelpWidth: () => 90,
      getErrHelpWidth: () => 90,
      // Else the environment is asked, which not everybody may read.
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .description("Tells whether storage sinks leak. Modules without a command are checked.")
    .helpCommand("help [COMMAND]", "what a command takes")
    .helpOption("--help", "this text, or with a command what that takes");
  addCheck(program, take);
  addReplay(program, take);
  addJudge(program, take);
  program.command("rules").argument("[ID]").description("list the rules, or explain one")
    .action((id) => take({ command: "rules", id: id === undefined ? id : knownRule(id) }));
  program.command("init").argument("<NAME>")
    .description("write a sink with its subject and test, which pass, into the folder NAME")
    .action((name) => take({ command: "init", name }));
  program.command("badge").argument("<REPORT>")
    .description("draw the verdict of a JSON report as an SVG")
    .option("--out <FILE>", "where to write it (default: standard output)")
    .action((file, { out }) => take({ command: "badge", file, out }));
  program.command("compare").argument("<OLD>").argument("<NEW>")
    .description("tell which rules got better or worse from one JSON report to another")
    .action((before, after) => take({ command: "compare", before, after }));
  return program;
}

function addCheck(program: Command, take: (line: CommandLine) => void): void {
  const reporters = new ReporterList();
  const command = program.command("check", { isDefault: true })
    .argument("[MODULE...]", `modules with subjects (default: ${defaultModule})`)
    .description(
      'check the subjects of modules: what they export as "subject", by default, or several as "subjects"',
    )
    .option("--subject <NAME>", "only the subject of this name")
    .option("--seed <N>", "the seed of a report")
    .option("--path <P>", "with --seed: only the history at this path")
    .option("--rule <ID>", "only this rule; may be given several times", addRule)
    .option("--runs <N>", "random histories (default: 300)");
  limitOptions(command)
    .option("--jobs <N>", "modules that are checked at once", wholeFrom1, 1)
    .option(
      "--permissions <LIST>",
      "what the modules may do, under Deno, such as read,net; each gets a process of its own",
      requirePermissions,
    );
  reportOptions(command, reporters)
    .option(
      "--save <FOLDER>",
      "save the smallest history of each violated rule there, as RULE.json",
    )
    .option("--baseline <FILE>", "what is known to fail, as YAML or JSON")
    .option("--write-baseline <FILE>", "write what fails into such a file")
    .action((modules: string[], values: Values) => {
      const named = modules.length > 0 ? modules : [defaultModule];
      take({ command: "check", line: checkLineOf(named, values, reporters.finish()) });
    });
}

function addReplay(program: Command, take: (line: CommandLine) => void): void {
  const reporters = new ReporterList();
  const command = program.command("replay").argument("<FILE>", "what --save wrote")
    .argument("[MODULE]", "default: the one that FILE names")
    .description("run one saved history alone")
    .option("--subject <NAME>", "only the subject of this name")
    .option("--rule <ID>", "only this rule; may be given several times", addRule);
  reportOptions(limitOptions(command), reporters)
    .action((file: string, module: string | undefined, values: Values) => {
      const line = checkLineOf(module === undefined ? [] : [module], values, reporters.finish());
      take({ command: "check", line: { ...line, replay: file } });
    });
}

function addJudge(program: Command, take: (line: CommandLine) => void): void {
  const reporters = new ReporterList();
  const command = program.command("judge").argument("<TRACE...>", "files with a trace as JSON")
    .description("judge recorded traces, without a sink")
    .option("--rule <ID>", "only this rule; may be given several times", addRule)
    .option("--strict", "a violated SHOULD fails too");
  reportOptions(command, reporters)
    .action((files: string[], { rule, verbose, strict }: Values) =>
      take({
        command: "judge",
        line: {
          files,
          rules: rule ?? ruleIds,
          reporters: reporters.finish(),
          verbose: verbose ?? false,
          strict: strict ?? false,
        },
      })
    );
}

/** What an action is given of the options. */
type Values = CheckFlags & Partial<Omit<CheckLine, "flags" | "reporters" | "modules">>;

function limitOptions(command: Command): Command {
  return command
    .option("--time-limit <MS>", "for the whole check of a subject (default: 10000)")
    .option("--call-limit <MS>", "for one call (default: 1000)")
    .option(
      "--hook-limit <MS>",
      "for one hook of the subject, or the import of its module (default: 10000)",
    )
    .option("--max-workers <N>", "workers of a history at most (default: 8)")
    .option("--strict", "a violated SHOULD fails too, and a check that its limit has cut");
}

function reportOptions(command: Command, reporters: ReporterList): Command {
  return command
    .option(
      "--reporter <NAME>",
      `${formatNames.join(", ")}; may be given several times (default: text)`,
      (name) => reporters.add(name),
    )
    .option(
      "--out <FILE>",
      "where the --reporter before it writes (default: standard output)",
      (file) => reporters.write(file),
    )
    .option("--verbose", "list the satisfied rules too, and why others were not judged");
}

function checkLineOf(
  modules: readonly string[],
  values: Values,
  reporters: readonly Reporter[],
): CheckLine {
  const { subject, save, baseline, writeBaseline, permissions, jobs = 1, verbose = false } = values;
  const { path, rule, strict } = values;
  const numbers = Object.values(numberFlags)
    .flatMap((option) => values[option] === undefined ? [] : [[option, values[option]]]);
  // One history is run, and one folder holds what one subject violates.
  const single = (["save", "path"] as const).find((it) => values[it] !== undefined);
  if (single !== undefined && modules.length > 1) {
    throw new RangeError(
      `Cannot check as there must be one module at most with --${single}: there are ${modules.length}`,
    );
  }
  return {
    modules,
    flags: {
      ...Object.fromEntries(numbers),
      ...(path !== undefined && { path }),
      ...(rule && { rule }),
      ...(strict && { strict }),
    },
    reporters,
    verbose,
    jobs,
    ...(subject !== undefined && { subject }),
    ...(save !== undefined && { save }),
    ...(baseline !== undefined && { baseline }),
    ...(writeBaseline !== undefined && { writeBaseline }),
    ...(permissions && { permissions }),
  };
}

function addRule(id: string, others: readonly RuleId[] = []): readonly RuleId[] {
  return [...others, knownRule(id)];
}

function knownRule(id: string): RuleId {
  const known = ruleIds.find((it) => it === id);
  if (known !== undefined) return known;
  throw new RangeError(
    `Cannot run the command as rules must name known rules: ${describeValue(id)} is none${
      didYouMean(id, ruleIds)
    }`,
  );
}

function wholeFrom1(text: string): number {
  const number = Number(text);
  if (/^\d{1,3}$/.test(text) && number > 0) return number;
  throw new RangeError(
    `Cannot check as --jobs must be a whole number from 1 to 999: it is ${describeValue(text)}`,
  );
}
