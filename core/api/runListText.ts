/** A run list in each of the forms in which it is written. */
import type { RunListFormat } from "./exportFormats.ts";
import { counted } from "../text/counted.ts";
import type { RunList, RunStretch } from "./runLists.ts";

const writers: Readonly<Record<RunListFormat, (list: RunList) => string>> = {
  rcdbruns: documentText,
  "run-numbers": (list) => commented(list, Array.from(numbersOf(list), String)),
  "run-ranges": (list) => commented(list, list.runs.map(rangeText)),
  // JSON has no comments: it is the ranges and nothing else.
  "run-ranges-json": ({ runs }) => `${JSON.stringify(runs)}\n`,
  "run-array": (list) => commented(list, [`runs=(${[...numbersOf(list)].join(" ")})`]),
};

/** The text of a file of that format, its checksum in a comment where the format has comments. */
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

function rangeText([first, last]: RunStretch): string {
  return first === last ? String(first) : `${first}-${last}`;
}

/** All run numbers, ascending. */
export function* numbersOf({ runs }: Pick<RunList, "runs">): Generator<number> {
  for (const [first, last] of runs) for (let run = first; run <= last; run++) yield run;
}
