import type { Wanted } from "./suggestion.ts";

/** Which names of the database an argument takes, by its command and its name. */
export const argumentNames: Readonly<Record<string, Wanted>> = {
  "ls search": "conditions",
  "run name": "conditions",
  "select expression": "expression",
  "select conditions": "columns",
  "cuts expression": "expression",
  "why expression": "expression",
  "export expression": "expression",
  "export conditions": "columns",
  "list save expression": "expression",
  "history condition": "conditions",
  "add condition name": "conditions",
  "rm condition names": "conditions",
  "set name": "conditions",
  "type show name": "conditions",
  "type change name": "conditions",
  "type rm name": "conditions",
  "rp update name": "run periods",
  "rp rm name": "run periods",
  "alias test expression": "expression",
  "alias add expression": "expression",
  "alias rm name": "aliases",
  "file versions path": "file paths",
  "file cat path": "file paths",
  "file runs path": "file paths",
  "file diff files": "file paths",
  "profiles show name": "profiles",
  "profiles change name": "profiles",
  "profiles remove name": "profiles",
  "profiles export name": "profiles",
  "profiles test name": "profiles",
};

/** The same for the value of an option, by its name. */
export const optionNames: Readonly<Record<string, Wanted>> = {
  runs: "run periods",
  runRange: "run periods",
  period: "run periods",
  view: "conditions",
  sum: "conditions",
  where: "expression",
};
