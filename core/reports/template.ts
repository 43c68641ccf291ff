/**
 * Templates of reports: a part of Mustache's notation. `{{name}}` is a value, `{{#list}}…{{/list}}` is repeated for each entry, `{{^list}}…{{/list}}`
 * stands where there is none, `{{! … }}` is a remark. There is no way to write a value that is not escaped.
 */
import { RcdbError } from "../api/failure.ts";

/** What a template is filled with. */
export interface TemplateView {
  readonly [name: string]: string | readonly TemplateView[];
}

type Node =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "value"; readonly name: string; readonly line: number }
  | { readonly kind: "some" | "none"; readonly name: string; readonly line: number; readonly nodes: Node[] };

type Section = Extract<Node, { nodes: Node[] }>;

/** Fills a template; `escape` makes a value inert in the format. Throws `bad_input` with the line of what is wrong. */
export function fillTemplate(
  template: string,
  view: TemplateView,
  escape: (value: string) => string,
): string {
  return filled(parse(template), [view], escape);
}

/** A tag that stands alone on a line takes the line with it. */
const tagPattern = /(?:(^[ \t]*)|)\{\{\s*([#^/!]?)\s*([^{}]*?)\s*\}\}([ \t]*\r?\n)?/gm;

function parse(template: string): Node[] {
  const top: Node[] = [];
  const open: Section[] = [];
  let at = 0;
  const nodes = (): Node[] => open.at(-1)?.nodes ?? top;
  for (const match of template.matchAll(tagPattern)) {
    const [whole, before, sign = "", name = "", after] = match;
    const line = template.slice(0, match.index).split("\n").length;
    nodes().push({ kind: "text", text: template.slice(at, match.index) });
    at = match.index + whole.length;
    const isAlone = sign !== "" && before !== undefined && after !== undefined;
    if (!isAlone) nodes().push({ kind: "text", text: before ?? "" });
    if (sign !== "!" && !/^\w+$/.test(name)) throw wrong(line, `“{{${sign}${name}}}” is no tag`);
    if (sign === "#" || sign === "^") {
      const section: Section = { kind: sign === "#" ? "some" : "none", name, line, nodes: [] };
      nodes().push(section);
      open.push(section);
    } else if (sign === "/") {
      const closed = open.pop();
      if (closed?.name !== name) throw wrong(line, `“{{/${name}}}” closes nothing`);
    } else if (sign === "") nodes().push({ kind: "value", name, line });
    if (!isAlone) nodes().push({ kind: "text", text: after ?? "" });
  }
  const [unclosed] = open;
  if (unclosed) throw wrong(unclosed.line, `“{{#${unclosed.name}}}” is not closed`);
  top.push({ kind: "text", text: template.slice(at) });
  return top;
}

function filled(
  nodes: readonly Node[],
  views: readonly TemplateView[],
  escape: (value: string) => string,
): string {
  return nodes.map((node) => filledNode(node, views, escape)).join("");
}

function filledNode(node: Node, views: readonly TemplateView[], escape: (value: string) => string): string {
  if (node.kind === "text") return node.text;
  const found = lookUp(node.name, node.line, views);
  if (node.kind === "value") {
    if (typeof found !== "string")
      throw wrong(node.line, `“${node.name}” is a list: write {{#${node.name}}}`);
    return escape(found);
  }
  if (node.kind === "none") return found.length === 0 ? filled(node.nodes, views, escape) : "";
  // A text that is not empty is itself once.
  const entries: readonly TemplateView[] = typeof found === "string" ? (found === "" ? [] : [{}]) : found;
  return entries.map((entry) => filled(node.nodes, [...views, entry], escape)).join("");
}

function lookUp(
  name: string,
  line: number,
  views: readonly TemplateView[],
): string | readonly TemplateView[] {
  const view = views.findLast((candidate) => Object.hasOwn(candidate, name));
  const found = view?.[name];
  if (found !== undefined) return found;
  const names = Object.keys(views[0] ?? {});
  throw wrong(line, `there is no “${name}”. There are: ${names.join(", ")}`);
}

function wrong(line: number, words: string): RcdbError {
  return new RcdbError("bad_input", `The template cannot be used, line ${line}: ${words}.`, { line });
}
