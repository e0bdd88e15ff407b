import { type FormatName, formatNames } from "../report/formats.ts";
import { didYouMean } from "./suggest.ts";

/** One way in which a command writes out what it found. */
export interface Reporter {
  readonly format: FormatName;
  /** The file to write; default: standard output. */
  readonly out?: string;
}

/** Formats made of lines that a log takes one by one: what else is on standard output is none of theirs. */
const ofLines: readonly FormatName[] = ["text", "github"];

/** Reads `--reporter NAME` and `--out FILE`, which belong together by their order. */
export class ReporterList {
  readonly #reporters: Reporter[] = [];

  /** A `--reporter`. @throws {RangeError} when there is no such format. */
  add(name: string): void {
    if (!isFormatName(name)) {
      throw new RangeError(
        `Cannot report as --reporter must be one of ${formatNames.join(", ")}: it is ${
          JSON.stringify(name)
        }${didYouMean(name, formatNames)}`,
      );
    }
    this.#reporters.push({ format: name });
  }

  /** The `--out` of the reporter before it, or of the text where there is none. @throws {RangeError} when it has one. */
  write(file: string): void {
    const last = this.#reporters.pop() ?? { format: "text" };
    if (last.out !== undefined) {
      throw new RangeError(
        `Cannot report as each --out must follow the --reporter it belongs to: ${
          JSON.stringify(file)
        } follows --out ${JSON.stringify(last.out)}`,
      );
    }
    this.#reporters.push({ ...last, out: file });
  }

  /** All of them; text where none was given. @throws {RangeError} when two would mix, or overwrite each other. */
  finish(): readonly Reporter[] {
    const reporters = this.#reporters.length > 0 ? this.#reporters : [{ format: "text" as const }];
    const files = reporters.flatMap(({ out }) => out ?? []);
    const twice = files.find((file, index) => files.indexOf(file) < index);
    if (twice !== undefined) {
      throw new RangeError(
        `Cannot report as each reporter must have a file of its own: two have ${
          JSON.stringify(twice)
        }`,
      );
    }
    const printed = reporters.filter(({ out }) => out === undefined);
    const document = printed.find(({ format }) => !ofLines.includes(format));
    if (document === undefined || printed.length < 2) return reporters;
    throw new RangeError(
      `Cannot report as ${document.format} must be alone on standard output: so is ${
        printed.find((it) => it !== document)!.format
      }; give one of them an --out FILE`,
    );
  }
}

function isFormatName(name: string): name is FormatName {
  return (formatNames as readonly string[]).includes(name);
}
