/** A run list in each of the forms in which it is written. */
import type { RunListFormat } from "./exportFormats.ts";
import { counted } from "../text/counted.ts";
import { RcdbError } from "./failure.ts";
import type { RunList } from "./runLists.ts";
import { rangeText } from "./runNotation.ts";

const writers: Readonly<Record<RunListFormat, (list: RunList) => string>> = {
  rcdbruns: documentText,
  "run-numbers": (list) => commented(list, numberLines(list)),
  "run-ranges": (list) =>
    commented(
      list,
      list.runs.map((stretch) => rangeText(...stretch)),
    ),
  // JSON has no comments: it is the ranges and nothing else.
  "run-ranges-json": ({ runs }) => `${JSON.stringify(runs)}\n`,
  "run-array": (list) => commented(list, [`runs=(${[...numbersOf(list)].join(" ")})`]),
};

/** The text of a file of that format, its checksum in a comment where the format has comments. Throws `bad_input` where the format cannot say the runs. */
export function runListText(list: RunList, format: RunListFormat): string {
  return writers[format](list);
}

/** The document, a stretch of runs a line, so that two of them can be compared line by line. */
function documentText(list: RunList): string {
  const runs = list.runs.map((stretch) => `\n    ${JSON.stringify(stretch)}`).join(",");
  const members = Object.entries(list).map(([name, value]) => {
    const text = name === "runs" ? `[${runs}${runs === "" ? "" : "\n  "}]` : JSON.stringify(value);
    return `  ${JSON.stringify(name)}: ${text}`;
  });
  return `{\n${members.join(",\n")}\n}\n`;
}

function commented({ count, checksum, expression }: RunList, lines: readonly string[]): string {
  // As JSON it is one line, whatever stands in it.
  const query = expression === null ? [] : [`# expression ${JSON.stringify(expression)}`];
  return [`# ${counted(count, "run")}, ${checksum}`, ...query, ...lines].map((line) => `${line}\n`).join("");
}

/** Throws `bad_input` where one is below 0: it would be read as a range. */
function numberLines(list: RunList): string[] {
  const [first = 0] = list.runs[0] ?? [];
  if (first >= 0) return Array.from(numbersOf(list), String);
  throw new RcdbError(
    "bad_input",
    `The list has the run ${first}, which as a number alone means all runs up to ${-first}. Write it as run-ranges, or as rcdbruns.`,
  );
}

/** All run numbers, ascending. */
export function* numbersOf({ runs }: Pick<RunList, "runs">): Generator<number> {
  for (const [first, last] of runs) for (let run = first; run <= last; run++) yield run;
}
