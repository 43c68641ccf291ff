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
  tooltips,
  type Command,
} from "@codemirror/view";
import { completion } from "./completion.ts";
import { counts } from "./counts.ts";
import { highlight } from "./highlight.ts";
import { hover } from "./hover.ts";
import { judge, problems } from "./problems.ts";
import { theme } from "./theme.ts";

export interface EditorEvents {
  /** The name of the editor for screen readers. */
  readonly label: string;
  readonly onrun: () => void;
  /** Earlier queries are asked for. */
  readonly onhistory: () => void;
  /** Whether a text is no more than what was run already, so that nothing is lost by going back from it. */
  readonly isRun: (text: string) => boolean;
  /** Fixes the first problem that has a fix; answers whether there was one. */
  readonly fix: () => boolean;
  /** Goes to the buttons that fix. */
  readonly goToFixes: () => boolean;
}

/** The usual keys of an editor, except for one that is a key of the window: Alt-L selects no line here, of which there is one. */
const editorKeys = defaultKeymap.filter(({ key }) => key !== "Alt-l");

/** All that the editor does, except for the names it knows. */
export function queryExtensions(events: EditorEvents): Extension {
  const { label, onrun, onhistory, isRun } = events;
  const run: Command = (view) => {
    closeCompletion(view);
    if (judge(view)) onrun();
    return true;
  };
  const leave: Command = (view) => {
    view.contentDOM.blur();
    return true;
  };
  const showHistory: Command = () => {
    onhistory();
    return true;
  };
  const goBack: Command = ({ state }) => {
    const text = state.doc.toString().trim();
    if (state.doc.lines > 1 || !(text === "" || isRun(text))) return false;
    onhistory();
    return true;
  };
  return [
    Prec.highest(
      keymap.of([
        { key: "Mod-Enter", run },
        { key: "Shift-Enter", run: insertNewline },
        { key: "Alt-Enter", run: events.fix },
        { key: "Mod-.", run: events.goToFixes },
        { key: "Ctrl-r", run: showHistory },
      ]),
    ),
    // Before the keys below: while completions are open, Enter, Tab, Escape and the arrows are theirs.
    completion,
    keymap.of([
      { key: "Enter", run },
      { key: "ArrowUp", run: goBack },
      { key: "Escape", run: leave, stopPropagation: true },
      ...historyKeymap,
      ...editorKeys,
    ]),
    highlight,
    problems,
    counts,
    hover,
    history(),
    bracketMatching(),
    drawSelection(),
    highlightSpecialChars(),
    EditorState.tabSize.of(4),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", autocapitalize: "off" }),
    tooltips({ position: "fixed" }),
    theme,
  ];
}
