/** Parts of an expression that are too long in one piece, and the layers that they are made of. */
import type { ConditionType } from "../api/catalogue.ts";
import { compileTruth, compileValue, type CompileContext } from "../compile/expression.ts";
import { isTooMuch, Layers } from "../compile/layers.ts";
import { inPlace } from "../compile/naming.ts";
import type { Value } from "../compile/values.ts";
import type { Database } from "../db/database.ts";
import type { Sql } from "../db/dialect.ts";
import { sizeOf, sql } from "../db/measuredSql.ts";
import type { CheckedExpression } from "../query/check.ts";
import type { Expression } from "../query/tree.ts";
import { textLength } from "../query/walk.ts";
import { valuesAt, type StoredPlace } from "./conditions.ts";
import type { Conjuncts } from "./conjuncts.ts";

/** How many times as long as its text the SQL of an expression may be in one piece, besides what short ones need. */
const mostTimes = 20;
const mostOfShort = 4_000;
/** How long the SQL of a calculated value may be in one piece. */
const mostOfValue = 20_000;

/** What stands for a value in a measured part: as long as a look-up of it in our own index. */
const typicalRead = sql`(SELECT ${sql.raw("-".repeat(200))})`;

/** Which of an expression's parts need layers: none where all of them fit into one piece. */
export function layeredAmong(
  parts: readonly Expression[],
  { dialect }: Database,
  { tree, dates }: CheckedExpression,
  types: readonly ConditionType[],
): ReadonlySet<Expression> {
  if (tree === null) return new Set();
  const typeOf = new Map(types.map(({ name, type }) => [name, type]));
  const valueOfName = valuesAt(dialect, (name) => {
    const type = typeOf.get(name);
    return type === undefined ? null : { type, read: (wanted) => wanted(typicalRead) };
  });
  const measured = parts.map((part) => {
    const { selects } = compileTruth({ dialect, dates, valueOfName, naming: inPlace }, part);
    return { part, size: sizeOf(selects), mustBe: isTooMuch(selects) };
  });
  const size = measured.reduce((sum, part) => sum + part.size, 0);
  const fits = size <= mostOfShort + mostTimes * textLength(tree);
  const large = measured.filter(
    ({ part, size, mustBe }) => mustBe || (!fits && size > mostTimes * textLength(part)),
  );
  return new Set(large.map(({ part }) => part));
}

/** The parts that need layers as SQL over the last one. */
export interface LayeredSql {
  readonly layers: Layers;
  readonly wanted: readonly Sql[];
  /** The calculated values, `value AS w0`. */
  readonly values: readonly Sql[];
}

/** The name of a calculated value in a statement. */
export function valueName(at: number): Sql {
  return sql.id(`w${at}`);
}

/** Throws `TooLarge` where a database takes no such statement. */
export function compileLayered(
  { dialect }: Database,
  { layered, dates, values = [] }: Pick<Conjuncts, "layered" | "dates" | "values">,
  placeOf: (name: string) => StoredPlace | null,
): LayeredSql {
  const layers = new Layers(dialect.mostLayers);
  const valueOf = valuesAt(dialect, placeOf);
  const known = new Map<string, Value>();
  const valueOfName = (name: string): Value => {
    const isNumber = name === "run" && placeOf(name) === null;
    const value = known.get(name) ?? (isNumber ? valueOf(name) : layers.stored(valueOf(name)));
    known.set(name, value);
    return value;
  };
  const context = { dialect, dates, valueOfName, naming: layers };
  const wanted = layered.map((part) => compileTruth(context, part).selects);
  const compile = (by: CompileContext): Sql[] =>
    values.map(({ tree, dates: own }) => compileValue({ ...by, dates: own }, tree).sql);
  const inOnePiece = compile({ dialect, dates, valueOfName: valueOf, naming: inPlace });
  const fit =
    layered.length === 0 && !inOnePiece.some((value) => isTooMuch(value) || sizeOf(value) > mostOfValue);
  const calculated = fit ? inOnePiece : compile(context);
  return { layers, wanted, values: calculated.map((value, at) => sql`${value} AS ${valueName(at)}`) };
}
