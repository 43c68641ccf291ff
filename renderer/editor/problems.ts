/** Finds what is wrong with the text shortly after each change, and underlines it. */
import { completionStatus } from "@codemirror/autocomplete";
import { StateEffect, StateField, type EditorState, type Extension, type Text } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import { analyzeQuery, analyzeValue, type QueryProblem } from "../../core/query/index.ts";
import { finishedProblems } from "./unfinished.ts";
import { isLoaded, meanings, meant } from "./meanings.ts";

const WAIT_MS = 150;

const setProblems = StateEffect.define<readonly QueryProblem[]>();
/** The text as it is was run: unfinished parts are problems from here on, until it is changed. */
const setJudged = StateEffect.define();

interface Findings {
  readonly problems: readonly QueryProblem[];
  readonly judged: boolean;
}
const findings = StateField.define<Findings>({
  create: () => ({ problems: [], judged: false }),
  update({ problems, judged }, transaction) {
    if (transaction.docChanged) {
      judged = false;
      // What was found stays at its place until the text has been looked at again.
      problems = problems.map((problem) => ({
        ...problem,
        from: transaction.changes.mapPos(problem.from, 1),
        to: transaction.changes.mapPos(problem.to, -1),
        fixes: [],
      }));
    }
    for (const effect of transaction.effects) {
      if (effect.is(setProblems)) problems = effect.value;
      if (effect.is(setJudged)) judged = true;
    }
    return { problems, judged };
  },
  provide: (field) => [
    EditorView.decorations.from(field, underline),
    EditorView.contentAttributes.from(field, ({ problems }) => ({
      "aria-invalid": String(problems.length > 0),
    })),
  ],
});

function underline({ problems }: Findings) {
  const marks = problems
    .filter(({ from, to }) => from < to)
    .map(({ from, to }) => Decoration.mark({ class: "query-problem" }).range(from, to));
  return Decoration.set(marks, true);
}

export function shownProblems(state: EditorState): readonly QueryProblem[] {
  return state.field(findings).problems;
}

function findProblems(state: EditorState, hasFocus: boolean): readonly QueryProblem[] {
  const known = state.facet(meanings);
  if (!isLoaded(known)) return [];
  const text = state.doc.toString();
  // Nothing written yet is no fault before somebody goes on with it.
  if (text === "" && !state.field(findings).judged) return [];
  const what = state.facet(meant);
  const answer = (what === "value" ? analyzeValue : analyzeQuery)(text, known.vocabulary);
  if (answer.ok) return [];
  // Runs in place of a condition are taken as such when the text is run; an alias cannot stand for them.
  if (what === "query" && answer.problems.some(({ code }) => code === "runs")) return [];
  const isWriting = hasFocus && !state.field(findings).judged;
  return finishedProblems(answer.problems, {
    text,
    cursor: isWriting ? state.selection.main.head : null,
    completing: completionStatus(state) === "active",
  });
}

/** Shows all that is wrong with the text, unfinished parts as well; false where anything is. */
export function judge(view: EditorView): boolean {
  view.dispatch({ effects: setJudged.of(null) });
  const problems = findProblems(view.state, view.hasFocus);
  view.dispatch({ effects: setProblems.of(problems) });
  return problems.length === 0;
}

const finder = ViewPlugin.fromClass(
  class {
    timer: ReturnType<typeof setTimeout> | undefined;
    readonly view: EditorView;
    constructor(view: EditorView) {
      this.view = view;
      this.schedule(0);
    }
    update(update: ViewUpdate): void {
      const { startState, state } = update;
      if (startState.facet(meanings) !== state.facet(meanings) || update.focusChanged) this.schedule(0);
      else if (update.docChanged || completionStatus(startState) !== completionStatus(state)) {
        this.schedule(WAIT_MS);
      } else if (update.selectionSet) this.schedule(WAIT_MS);
    }
    schedule(wait: number): void {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => {
        const problems = findProblems(this.view.state, this.view.hasFocus);
        this.view.dispatch({ effects: setProblems.of(problems) });
      }, wait);
    }
    destroy(): void {
      clearTimeout(this.timer);
    }
  },
);

/** The place of the problem pointed at in the list, or null. */
export const pointAt = StateEffect.define<QueryProblem | null>();
const pointed = StateField.define<{ from: number; to: number } | null>({
  create: () => null,
  update(place, transaction) {
    if (transaction.docChanged) place = null;
    for (const effect of transaction.effects)
      if (effect.is(pointAt)) place = visiblePlace(effect.value, transaction.newDoc);
    return place;
  },
  provide: (field) =>
    EditorView.decorations.from(field, (place) =>
      place === null
        ? Decoration.none
        : Decoration.set(Decoration.mark({ class: "query-pointed" }).range(place.from, place.to)),
    ),
});

/** A place without length (something is missing there) is shown at the character before it. */
function visiblePlace(problem: QueryProblem | null, text: Text): { from: number; to: number } | null {
  if (problem === null || text.length === 0) return null;
  const from = problem.from < problem.to ? problem.from : Math.max(0, problem.from - 1);
  return { from, to: Math.min(text.length, Math.max(problem.to, from + 1)) };
}

export const problems: Extension = [findings, pointed, finder];
