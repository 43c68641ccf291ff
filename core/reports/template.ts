/**
 * Templates of reports: a part of Mustache's notation. `{{name}}` is a value, `{{#list}}…{{/list}}` is repeated for each entry, `{{^list}}…{{/list}}`
 * stands where there is none, `{{! … }}` is a remark. There is no way to write a value that is not escaped.
 */
import { RcdbError } from "../api/failure.ts";
import type { TemplateNames } from "../api/reports.ts";
import { shortened } from "./texts.ts";

/** What a template is filled with. */
export interface TemplateView {
  readonly [name: string]: string | readonly TemplateView[];
}

type Node =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "value"; readonly name: string; readonly line: number }
  | { readonly kind: "some" | "none"; readonly name: string; readonly line: number; readonly nodes: Node[] };

type Section = Extract<Node, { nodes: Node[] }>;

/** The most that is filled, in characters: sections within one another multiply. */
const mostFilled = 10_000_000;
/** What a part or an entry costs, in characters: each takes time, also where it is empty. */
const costOfPart = 10;
/** The most of what is no tag that is quoted, in characters. */
const mostQuoted = 60;
/** The most sections within one another. */
const mostLevels = 50;

/** A template that was read. */
export type Template = readonly Node[];

/** Reads a template for views with `names`. Throws `bad_input` with the line of what is wrong, also where a list may have no entries. */
export function readTemplate(text: string, names: TemplateNames): Template {
  const nodes = parse(text);
  checkNames(nodes, [names]);
  return nodes;
}

/** Fills a template with a view of the names that it was read for; `escape` makes a value inert in the format. Throws `too_large`. */
export function fillTemplate(
  template: Template,
  view: TemplateView,
  escape: (value: string) => string,
): string {
  return new Filling(escape).filled(template, [view]);
}

/** A tag that stands alone on a line takes the line with it. Nothing in it is looked at twice: a template may be hostile. */
const tagPattern = /(?:(^[ \t]*)|)\{\{([^{}]*)\}\}([ \t]*\r?\n)?/gm;
/** A tag or what was meant for one; `}}` alone stands in style sheets, too. */
const likeTag = /\{\{|\{[#^/]?\w+\}\}/g;

function parse(template: string): Node[] {
  const top: Node[] = [];
  const open: Section[] = [];
  let [at, line] = [0, 1];
  const nodes = (): Node[] => open.at(-1)?.nodes ?? top;
  for (const match of template.matchAll(tagPattern)) {
    const [whole, before, tag = "", after] = match;
    const { sign, name } = signAndName(tag);
    const text = template.slice(at, match.index);
    checkText(template, at, match.index + (before?.length ?? 0), line);
    line += linesIn(text);
    nodes().push({ kind: "text", text });
    at = match.index + whole.length;
    const isAlone = sign !== "" && before !== undefined && after !== undefined;
    if (!isAlone) nodes().push({ kind: "text", text: before ?? "" });
    if (sign !== "!" && !/^\w+$/.test(name)) throw wrong(line, `“{{${sign}${shortened(name)}}}” is no tag`);
    if (sign === "#" || sign === "^") {
      const section: Section = { kind: sign === "#" ? "some" : "none", name, line, nodes: [] };
      nodes().push(section);
      open.push(section);
      if (open.length > mostLevels)
        throw wrong(line, `more than ${mostLevels} sections are within one another`);
    } else if (sign === "/") {
      const closed = open.pop();
      if (closed?.name !== name) throw wrong(line, `“{{/${shortened(name)}}}” closes nothing`);
    } else if (sign === "") nodes().push({ kind: "value", name, line });
    if (!isAlone) nodes().push({ kind: "text", text: after ?? "" });
    line += linesIn(whole);
  }
  checkText(template, at, template.length, line);
  const [unclosed] = open;
  if (unclosed) {
    const sign = unclosed.kind === "some" ? "#" : "^";
    throw wrong(unclosed.line, `“{{${sign}${unclosed.name}}}” is not closed`);
  }
  top.push({ kind: "text", text: template.slice(at) });
  return top;
}

/** Throws where what was meant for a tag stands in the text from `from`, in `line`, to `end`, where the next tag begins. */
function checkText(template: string, from: number, end: number, line: number): void {
  likeTag.lastIndex = from;
  const at = likeTag.exec(template)?.index ?? end;
  if (at >= end) return;
  const [meant = ""] = template.slice(at, at + mostQuoted).split("\n", 1);
  throw wrong(line + linesIn(template.slice(from, at)), `“${shortened(meant)}” is no tag`);
}

/** What stands between the braces. */
function signAndName(tag: string): { readonly sign: string; readonly name: string } {
  const trimmed = tag.trim();
  const [sign = ""] = trimmed;
  return "#^/!".includes(sign)
    ? { sign, name: trimmed.slice(sign.length).trim() }
    : { sign: "", name: trimmed };
}

/** Throws where a name is in none of the scopes, of which the last is the innermost, and where a list is written as a value. */
function checkNames(nodes: readonly Node[], scopes: readonly TemplateNames[]): void {
  for (const node of nodes) {
    if (node.kind === "text") continue;
    const { name, line } = node;
    const scope = scopes.findLast((candidate) => Object.hasOwn(candidate, name));
    if (scope === undefined) {
      const known = scopes.toReversed().flatMap((candidate) => Object.keys(candidate));
      throw wrong(line, `there is no “${shortened(name)}”. There are: ${known.join(", ")}`);
    }
    const entries = scope[name] ?? null;
    if (node.kind === "value") {
      if (entries !== null) throw wrong(line, `“${name}” is a list: write {{#${name}}}`);
    } else {
      const isOfEntries = node.kind === "some" && entries !== null;
      checkNames(node.nodes, isOfEntries ? [...scopes, entries] : scopes);
    }
  }
}

function linesIn(text: string): number {
  return text.split("\n").length - 1;
}

/** The filling of one template, which has an end. */
class Filling {
  readonly #escape: (value: string) => string;
  #left = mostFilled;

  constructor(escape: (value: string) => string) {
    this.#escape = escape;
  }

  filled(nodes: readonly Node[], views: readonly TemplateView[]): string {
    return nodes.map((node) => this.#node(node, views)).join("");
  }

  #node(node: Node, views: readonly TemplateView[]): string {
    if (node.kind === "text") return this.#counted(node.text);
    const found = lookUp(node.name, views);
    if (node.kind === "value") return this.#counted(this.#escape(typeof found === "string" ? found : ""));
    if (node.kind === "none") return found.length === 0 ? this.filled(node.nodes, views) : this.#counted("");
    // A text that is not empty is itself once.
    const entries: readonly TemplateView[] = typeof found === "string" ? (found === "" ? [] : [{}]) : found;
    return this.#counted(
      entries.map((entry) => this.filled(node.nodes, [...views, entry])).join(""),
      costOfPart,
    );
  }

  /** The text, whose cost is taken from what may still be filled. */
  #counted(text: string, cost = costOfPart + text.length): string {
    this.#left -= cost;
    if (this.#left >= 0) return text;
    throw new RcdbError(
      "too_large",
      `The template makes a report of more than ${mostFilled} characters, where each part counts as ${costOfPart} at least. Take out sections that stand within one another.`,
      { limit: mostFilled },
    );
  }
}

/** What the innermost view has under a name: names were checked when the template was read. */
function lookUp(name: string, views: readonly TemplateView[]): string | readonly TemplateView[] {
  return views.findLast((candidate) => Object.hasOwn(candidate, name))?.[name] ?? "";
}

function wrong(line: number, words: string): RcdbError {
  return new RcdbError("bad_input", `The template cannot be used, line ${line}: ${words}.`, { line });
}
