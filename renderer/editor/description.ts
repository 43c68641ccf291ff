/** What a name means, for the panel beside completions and for the name under the pointer. */
import type { ValueSummary } from "../../core/api/summary.ts";
import type { AliasDefinition, ConditionName } from "../../core/query/index.ts";
import { factLines } from "./facts.ts";

function element(tag: string, className: string, ...children: (Node | string)[]): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
}

function describe(title: string, kind: string, ...lines: HTMLElement[]): HTMLElement {
  const head = element(
    "div",
    "query-description-head",
    element("code", "", title),
    element("span", "", kind),
  );
  return element("div", "query-description", head, ...lines);
}

/** `facts` are put in once they are there; null says nothing of values. */
export function describeCondition(
  { name, type, description }: ConditionName,
  facts: Promise<ValueSummary | null> | ValueSummary | null,
): HTMLElement {
  const about = element("p", "", description ?? "This condition type has no description.");
  if (facts === null) return describe(name, type, about);
  const lines = element("div", "query-description-facts", "Reading its values…");
  const tell = (summary: ValueSummary | null) => {
    const told = summary === null ? ["Its values could not be read."] : factLines(summary, type);
    lines.replaceChildren(...told.map((line) => element("div", "", line)));
  };
  if (facts instanceof Promise) void facts.then(tell);
  else tell(facts);
  return describe(name, type, about, lines);
}

export function describeFunction(name: string, description: string): HTMLElement {
  return describe(`${name}(…)`, "function", element("p", "", description));
}

export function describeAlias({ name, code, description }: AliasDefinition): HTMLElement {
  const lines = [element("code", "query-description-code", code)];
  if (description !== null) lines.unshift(element("p", "", description));
  return describe(`@${name}`, "alias", ...lines);
}
