/** The query editor, put together: one line that grows, Enter runs. */
import { defaultKeymap, history, historyKeymap, insertNewline } from "@codemirror/commands";
import { closeCompletion } from "@codemirror/autocomplete";
import { bracketMatching } from "@codemirror/language";
import { EditorState, Prec, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightSpecialChars,
  keymap,
  placeholder,
  tooltips,
  type Command,
} from "@codemirror/view";
import { completion } from "./completion.ts";
import { highlight } from "./highlight.ts";
import { hover } from "./hover.ts";
import { judge, problems } from "./problems.ts";
import { theme } from "./theme.ts";

const EXAMPLE = "Condition expression, for example: @is_production and beam_current > 100";

export interface EditorEvents {
  /** The name of the editor for screen readers. */
  readonly label: string;
  readonly onrun: () => void;
}

/** All that the editor does, except for the names it knows. */
export function queryExtensions({ label, onrun }: EditorEvents): Extension {
  const run: Command = (view) => {
    closeCompletion(view);
    if (judge(view)) onrun();
    return true;
  };
  const leave: Command = (view) => {
    view.contentDOM.blur();
    return true;
  };
  return [
    Prec.highest(
      keymap.of([
        { key: "Mod-Enter", run },
        { key: "Shift-Enter", run: insertNewline },
      ]),
    ),
    // Before the keys below: while completions are open, Enter, Tab, Escape and the arrows are theirs.
    completion,
    keymap.of([
      { key: "Enter", run },
      { key: "Escape", run: leave, stopPropagation: true },
      ...historyKeymap,
      ...defaultKeymap,
    ]),
    highlight,
    problems,
    hover,
    history(),
    bracketMatching(),
    drawSelection(),
    highlightSpecialChars(),
    EditorState.tabSize.of(4),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", autocapitalize: "off" }),
    placeholder(EXAMPLE),
    tooltips({ position: "fixed" }),
    theme,
  ];
}
