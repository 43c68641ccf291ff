import * as v from "valibot";
import { escapeControls } from "../text/escapeControls.ts";

/** More of a key or a value is not repeated: both are what somebody wrote into a file. */
const mostShown = 80;

/** What a schema finds wrong in the content of a file, with its place, in words: `at changes.0.run: it is missing`. */
export function issueText(issue: v.BaseIssue<unknown>): string {
  return `at ${cut(v.getDotPath(issue) ?? "its top")}: ${whatIsWrong(issue)}`;
}

function whatIsWrong({ kind, expected, received, message }: v.BaseIssue<unknown>): string {
  if (kind !== "schema") return message.replace(/\.$/, "");
  if (expected === "never") return "nothing of that name is known here";
  if (received === "undefined") return "it is missing";
  return `${expected ?? "something else"} is expected, and ${cut(received)} stands there`;
}

function cut(text: string): string {
  const shown = escapeControls(text.slice(0, mostShown));
  return text.length > mostShown ? `${shown}…` : shown;
}
