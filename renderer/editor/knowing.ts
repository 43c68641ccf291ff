import type { Extension } from "@codemirror/state";
import { placeholder } from "@codemirror/view";
import type { Vocabulary } from "../../core/query/index.ts";
import { escapeControls } from "../../core/text/escapeControls.ts";
import { exampleQuery } from "../model/examples.ts";
import { meanings, meaningsOf, type Meant } from "./meanings.ts";

/** What the editor knows of a database: the meaning of names, and a text to begin with. */
export function knowing(vocabulary: Vocabulary, reads: Meant): Extension {
  const known = meaningsOf(vocabulary);
  if (reads === "value") return [meanings.of(known), placeholder("beam_current * run_length / 1e6")];
  const query = exampleQuery(known.offered);
  const example = query === null ? null : escapeControls(query);
  return [
    meanings.of(known),
    placeholder(example === null ? "Which runs?" : `Which runs? For example: ${example}`),
  ];
}
