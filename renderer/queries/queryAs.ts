/** A query in other languages, to go on with it elsewhere. */
import { formatRunBounds } from "../../core/api/runRange.ts";
import type { Alias, ConditionType, Search } from "../../core/api/schemas.ts";
import { analyze, quoteText, tokenize, type Expression } from "../../core/query/index.ts";
import { children } from "../../core/query/walk.ts";

export interface Written {
  readonly text: string;
  /** What it leaves out, or what the other side does not understand. */
  readonly remarks: readonly string[];
}

/** What is known of the database: its conditions, and its aliases with where they come from. */
export interface Known {
  readonly conditions: readonly ConditionType[];
  readonly aliases: readonly Alias[];
}

/** For the RCDB client for Python. */
export function asPython(connection: string, search: Search, known: Known): Written {
  const { runMin, runMax, order } = search;
  const bounds = [
    ...(runMin === null ? [] : [`run_min=${runMin}`]),
    ...(runMax === null ? [] : [`run_max=${runMax}`]),
    ...(order.descending ? ["sort_desc=True"] : []),
  ];
  const expression = quoteText(writeAliasesOut(search.expression, known.aliases));
  const types = new Set(known.conditions.map(({ name }) => name));
  const columns = search.columns.filter((name) => types.has(name));
  const lines = [
    "from rcdb import RCDBProvider",
    "",
    `db = RCDBProvider(${quoteText(connection)})`,
    `runs = db.select_runs(${[expression, ...bounds].join(", ")})`,
    ...(columns.length === 0
      ? ["for run in runs:", "    print(run.number)"]
      : [
          `# Each row begins with the run number.`,
          `rows = runs.get_values([${columns.map(quoteText).join(", ")}], True)`,
          "for row in rows:",
          "    print(row)",
        ]),
  ];
  return { text: `${lines.join("\n")}\n`, remarks: pythonRemarks(search, known, columns) };
}

function pythonRemarks(search: Search, known: Known, columns: readonly string[]): string[] {
  const refused = refusedByPython(search.expression, known);
  const own = search.columns.filter((name) => !columns.includes(name));
  const { ranges, order } = search;
  return [
    ...(refused.length === 0
      ? []
      : [`The Python client refuses in an expression: ${refused.join(", ")}. Ask that part otherwise.`]),
    ...(own.length === 0
      ? []
      : [
          `To the Python client ${own.join(", ")} ${own.length === 1 ? "is no condition" : "are no conditions"}: each run has start_time and end_time.`,
        ]),
    ...(ranges.length === 0 ? [] : ["Of the run ranges only the first and the last run are given."]),
    ...(order.column === "run" ? [] : [`The rows are not sorted by ${order.column}.`]),
  ];
}

/** The client has aliases of its own, and knows nothing of those in the database. */
function writeAliasesOut(text: string, aliases: readonly Alias[], depth = 0): string {
  // Aliases that name one another in a circle have been reported by the editor.
  if (depth > aliases.length) return text;
  let written = "";
  let end = 0;
  for (const { kind, from, to } of tokenize(text)) {
    const alias = kind === "alias" && aliases.find(({ name }) => name === text.slice(from + 1, to));
    if (!alias || alias.source !== "database") continue;
    written += `${text.slice(end, from)}(${writeAliasesOut(alias.code, aliases, depth + 1)})`;
    end = to;
  }
  return written + text.slice(end);
}

function refusedByPython(text: string, known: Known): string[] {
  const analyzed = analyze(text, known);
  if (!analyzed.ok || analyzed.value.tree === null) return [];
  return [...new Set(refusedIn(analyzed.value.tree, known))];
}

function refusedIn(node: Expression, known: Known): string[] {
  return [...refusedHere(node, known), ...children(node).flatMap((child) => refusedIn(child, known))];
}

function refusedHere(node: Expression, { conditions }: Known): string[] {
  switch (node.kind) {
    case "none":
      return ["None"];
    case "boolean":
      return ["True and False"];
    case "call":
      return node.method === "startswith" ? [] : [`.${node.method}()`];
    case "name":
      return conditions.some(({ name }) => name === node.name) ? [] : [node.name];
    default:
      return [];
  }
}

/** For a POSIX shell, by this program's own command line. */
export function asCommandLine(connection: string, search: Search): Written {
  const range = formatRunBounds(search);
  const operands = [search.expression, ...search.columns];
  const words = [
    "rcdb",
    "-c",
    connection,
    "select",
    ...(range === "" ? [] : [`--runs=${range}`]),
    ...(search.order.descending ? ["--desc"] : []),
    ...(operands.some((word) => word.startsWith("-")) ? ["--"] : []),
    ...operands,
  ];
  const remarks = search.order.column === "run" ? [] : [`The rows are not sorted by ${search.order.column}.`];
  return { text: words.map(quoteForShell).join(" "), remarks };
}

function quoteForShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
