import { cut } from "./cut.ts";
import { nearest } from "./nearest.ts";
import { maxLength, parse } from "./parser.ts";
import { either, mostProblems, problem, replaceBy } from "./problems.ts";
import type { AliasDefinition, AliasUse, Checked, Expression, QueryProblem, Span } from "./tree.ts";
import { mapChildren, nestingProblem, tooDeep } from "./walk.ts";

/** The aliases of a database with the built-in ones beneath: the database's win by name, later rows over earlier. */
export function mergeAliases<A extends AliasDefinition>(builtIn: readonly A[], database: readonly A[]): A[] {
  const byName = new Map<string, A>();
  for (const alias of [...builtIn, ...database]) byName.set(alias.name, alias);
  return [...byName.values()];
}

/**
 * Puts into every use of an alias the tree of its text as `body`, also within aliases. A problem inside of an
 * alias is reported at the place where the outer text uses it.
 */
export function expandAliases(
  tree: Expression | null,
  aliases: readonly AliasDefinition[],
): Checked<Expression | null> {
  const expanded = expandKnownAliases(tree, aliases);
  return expanded.problems.length > 0
    ? { ok: false, problems: expanded.problems }
    : { ok: true, value: expanded.tree };
}

/** As `expandAliases`, but leaves the aliases that have a problem without a body, for the type check to pass over. */
export function expandKnownAliases(
  tree: Expression | null,
  aliases: readonly AliasDefinition[],
): { tree: Expression | null; problems: readonly QueryProblem[] } {
  if (tree === null) return { tree, problems: [] };
  const expansion = new Expansion(aliases);
  const expanded = expansion.expand(tree);
  const deep = tooDeep(expanded);
  // The node that lies too deep may be inside of an alias, so that its place says nothing here.
  if (deep !== null && expansion.problems.length === 0) expansion.problems.push(nestingProblem(tree));
  return { tree: expanded, problems: expansion.problems };
}

/** An expanded tree with the trees of its aliases in place of their uses. */
export function withoutAliases(node: Expression): Expression {
  if (node.kind === "alias" && node.body !== undefined) return withoutAliases(node.body);
  return mapChildren(node, withoutAliases);
}

/** What is wrong inside of an alias, told at the place `use` where the outer text uses it. */
export function problemInAlias(found: QueryProblem, path: readonly string[], use: Span): QueryProblem {
  const used = path.map((name) => `@${cut(name)}`).join(" → ");
  return problem(found.code, use, `In the alias ${used}: ${found.message}`);
}

class Expansion {
  readonly problems: QueryProblem[] = [];
  private readonly definitions: ReadonlyMap<string, AliasDefinition>;
  /** The aliases within which we are, the outermost first, and the place of that one in the outer text. */
  private readonly path: string[] = [];
  private outermost: Span | null = null;
  /** Characters of all texts put in so far: a few aliases that each use another twice grow without end. */
  private length = 0;

  constructor(aliases: readonly AliasDefinition[]) {
    this.definitions = new Map(aliases.map((alias) => [alias.name, alias]));
  }

  expand(node: Expression): Expression {
    return node.kind === "alias" ? this.expandUse(node) : mapChildren(node, (child) => this.expand(child));
  }

  private expandUse(use: AliasUse): Expression {
    const definition = this.definitions.get(use.name);
    if (definition === undefined) {
      if (this.problems.length < mostProblems) this.report(this.unknown(use));
      return use;
    }
    const place = this.outermost ?? use;
    if (this.path.includes(use.name)) {
      const cycle = [...this.path.slice(this.path.indexOf(use.name)), use.name];
      const message = `The alias @${cut(use.name)} uses itself: ${cycle.map((name) => `@${cut(name)}`).join(" → ")}.`;
      this.problems.push(problem("alias-cycle", place, message));
      return use;
    }
    this.length += definition.code.length;
    if (this.length > maxLength) {
      const message = `The aliases expand to more than ${maxLength} characters.`;
      if (this.length - definition.code.length <= maxLength) {
        this.problems.push(problem("too-long", place, message));
      }
      return use;
    }
    this.path.push(use.name);
    this.outermost = place;
    const body = this.readBody(definition, use);
    this.path.pop();
    if (this.path.length === 0) this.outermost = null;
    return body === null ? use : { ...use, body };
  }

  private readBody(definition: AliasDefinition, use: AliasUse): Expression | null {
    const parsed = parse(definition.code);
    if (!parsed.ok) {
      for (const found of parsed.problems) this.report(found);
      return null;
    }
    if (parsed.value === null) {
      this.report(problem("alias-empty", use, "its text is empty."));
      return null;
    }
    return this.expand(parsed.value);
  }

  private unknown(use: AliasUse): QueryProblem {
    const names = nearest(use.name, [...this.definitions.keys()]).map((name) => `@${name}`);
    const hint = names.length === 0 ? "" : ` Did you mean ${either(names.map(cut))}?`;
    const fixes = names.map((name) => replaceBy(use, name));
    return problem("unknown-alias", use, `There is no alias @${cut(use.name)}.${hint}`, fixes);
  }

  private report(found: QueryProblem): void {
    this.problems.push(this.outermost === null ? found : problemInAlias(found, this.path, this.outermost));
  }
}
