/** Reads the imports of a source file, with TypeScript's own parser. */
import ts from "typescript";

export interface Import {
  readonly specifier: string;
  /** Whether nothing of it is left when the program runs. */
  readonly isType: boolean;
}

/** By path, of the text that was read last: several tests ask for the same files. */
const read = new Map<string, { readonly text: string; readonly imports: readonly Import[] }>();

/** The imports of a TypeScript, JavaScript or Svelte file. */
export function importsOf(path: string, text: string): readonly Import[] {
  const known = read.get(path);
  if (known?.text === text) return known.imports;
  const imports = parse(path, text);
  read.set(path, { text, imports });
  return imports;
}

function parse(path: string, text: string): Import[] {
  const code = path.endsWith(".svelte") ? scriptsOf(text) : text;
  const found: Import[] = [];
  const add = (literal: ts.Node | undefined, isType: boolean): void => {
    if (literal && ts.isStringLiteralLike(literal)) found.push({ specifier: literal.text, isType });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    } else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, true);
    } else if (ts.isCallExpression(node) && isImportCall(node)) add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, code, ts.ScriptTarget.Latest, false, ts.ScriptKind.TS));
  return found;
}

function isImportCall({ expression }: ts.CallExpression): boolean {
  return (
    expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(expression) && expression.text === "require")
  );
}

/** The script blocks of a Svelte file, one after the other. */
function scriptsOf(text: string): string {
  const blocks = text.matchAll(/<script(?:\s[^>]*)?>([\s\S]*?)<\/script>/g);
  return Array.from(blocks, ([, code = ""]) => code).join("\n");
}
