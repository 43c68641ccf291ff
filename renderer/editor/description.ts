/** What a name means, for the panel beside completions and for the name under the pointer. */
import type { AliasDefinition, ConditionName } from "../../core/query/index.ts";

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

export function describeCondition({ name, type, description }: ConditionName): HTMLElement {
  return describe(name, type, element("p", "", description ?? "This condition type has no description."));
}

export function describeAlias({ name, code, description }: AliasDefinition): HTMLElement {
  const lines = [element("code", "query-description-code", code)];
  if (description !== null) lines.unshift(element("p", "", description));
  return describe(`@${name}`, "alias", ...lines);
}
