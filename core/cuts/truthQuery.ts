/**
 * The statement that asks for each run of some bounds what some tests are for it, and some numbers of it. What concerns one condition is
 * asked of its rows as they are read, and comes as one number for all tests of that condition.
 */
import type { CompiledQuery } from "kysely";
import type { ConditionType } from "../api/catalogue.ts";
import type { RunBounds } from "../api/runRange.ts";
import { valueColumn } from "../catalogue/conditionTypes.ts";
import { compileTruth } from "../compile/expression.ts";
import { Layers } from "../compile/layers.ts";
import { inPlace } from "../compile/naming.ts";
import {
  isOfType,
  newestCode,
  newestCodeOf,
  newestId,
  newestLast,
  newestOfRun,
  newestValue,
  newestValueOf,
} from "../conditions/newest.ts";
import type { SelectionPlan } from "../conditions/plan.ts";
import { withinBounds } from "../conditions/runBounds.ts";
import type { Database } from "../db/database.ts";
import type { Sql } from "../db/dialect.ts";
import { sql } from "../db/measuredSql.ts";
import { indexedText, ownIndexName } from "../db/ownIndex.ts";
import { allOf } from "../db/sqlParts.ts";
import { tableSource } from "../db/tableSource.ts";
import type { CheckedExpression } from "../query/check.ts";
import { valuesAt, type StoredPlace } from "../selection/conditions.ts";
import { newestOfRuns, type PivotPlan } from "../selection/pivotQuery.ts";
import { statementOf } from "../selection/statement.ts";
import { checkBound } from "../selection/tooLarge.ts";
import type { Leaf } from "./leaves.ts";
import { truths } from "./truths.ts";

/** What is asked of all runs of some bounds. */
export interface Asked {
  readonly leaves: readonly Leaf[];
  /** Numeric conditions whose values are wanted. */
  readonly numbers: readonly ConditionType[];
  readonly dates: CheckedExpression["dates"];
}

/** Some tests of one condition, which come as one number: two bits a test, those of the first one the lowest. */
interface Packed {
  readonly type: ConditionType;
  readonly leaves: readonly Leaf[];
}

/** What a column of a statement holds; null where a run lacks the condition. */
export type TruthColumn =
  | ({ readonly kind: "packed" } & Packed)
  | { readonly kind: "truth"; readonly leaf: Leaf }
  | { readonly kind: "number"; readonly type: ConditionType };

/** A statement for the runs within bounds, whose rows are a run's number and then a value for each column. */
export interface TruthStep {
  readonly queryOf: (bounds: RunBounds) => CompiledQuery;
  /** Whether a part of the runs takes that part of the time. */
  readonly isByRun: boolean;
  /** What is done meanwhile, for people. */
  readonly label: string;
  readonly columns: readonly TruthColumn[];
}

/** A column and the SQL of its value. */
type Valued = readonly [column: TruthColumn, value: Sql];

/** With two bits for each beside an id they are exact in a double. */
const mostPacked = 8;

/** How many values the number of some tests may have. */
function codesOf({ leaves }: Packed): number {
  return 4 ** leaves.length;
}

/** The statements that answer. Throws `expression` where a database does not take them. */
export function truthSteps(database: Database, plan: SelectionPlan, asked: Asked): TruthStep[] {
  return plan.kind === "own"
    ? stepsByIndex(database, plan.isUnique, asked)
    : [pivotStep(database, plan, asked)];
}

/** One pass over the conditions, which makes a row for each run. */
function pivotStep(database: Database, plan: PivotPlan, asked: Asked): TruthStep {
  const { dialect } = database;
  const packed = packedOf(asked.leaves);
  const types = joinedTypes(asked);
  const columns = [
    ...packed.map((group, at) => {
      const code = packedCode(database, group, asked.dates, sql.ref(valueColumn(group.type.type)));
      return sql`${newestCode(dialect, group.type, code, codesOf(group))} AS ${sql.id(`p${at}`)}`;
    }),
    ...types.map((type, at) => sql`${newestId(dialect, type)} AS ${sql.id(`c${at}`)}`),
    ...asked.numbers.flatMap((type, at) =>
      newestValue(dialect, type, sql.ref(valueColumn(type.type)), `n${at}`),
    ),
  ];
  const read = { columns, types: [...packed.map(({ type }) => type), ...types, ...asked.numbers] };
  const rows = tableSource(database, "conditions", { as: sql`x` });
  const joined = types.map((_, at) => {
    const name = sql.id(`c${at}`);
    return sql`\nLEFT JOIN ${tableSource(database, "conditions", { as: name })} ON ${name}.id = newest.${name}`;
  });
  const runs = tableSource(database, "runs");
  const tables =
    columns.length === 0
      ? runs
      : sql`${runs}\nLEFT JOIN newest ON newest.run_number = runs.number${sql.join(joined, sql``)}`;
  const placeOf = (type: ConditionType): StoredPlace => {
    const column = sql.ref(`c${types.indexOf(type)}.${valueColumn(type.type)}`);
    return { type: type.type, read: (wanted) => wanted(column) };
  };
  const codes = packed.map((group, at): Valued => {
    const stored = sql`newest.${sql.id(`p${at}`)}`;
    return [{ kind: "packed", ...group }, newestCodeOf(stored, codesOf(group))];
  });
  const sourceWithin = (bounds: RunBounds): Source => ({
    named: newestOfRuns(database, plan, read, bounds),
    tables,
  });
  return stepOf(database, false, sourceWithin, [
    ...codes,
    ...valuesOf(database, asked, types, placeOf),
    ...asked.numbers.map((type, at): Valued => {
      const value = sql.ref(`x.${valueColumn(type.type)}`);
      return [{ kind: "number", type }, newestValueOf("newest", `n${at}`, rows, value)];
    }),
  ]);
}

/**
 * By our own index: the rows of each condition that is tested by itself or wanted as a number in the order of their runs, the newest
 * of a run last; what names several conditions by looking them up.
 */
function stepsByIndex(database: Database, isUnique: boolean, asked: Asked): TruthStep[] {
  const rows = tableSource(database, "conditions", {
    hint: database.hints.byIndex(ownIndexName),
    as: sql`x`,
  });
  const inOrder = (type: ConditionType, valued: readonly Valued[]): TruthStep => {
    const values = valued.map(([, value], at) => sql`, ${value} AS ${sql.id(`a${at}`)}`);
    const queryOf = (bounds: RunBounds): CompiledQuery => {
      const wanted = allOf([isOfType(type, "x"), ...withinBounds("x.run_number", bounds)]);
      return compiled(
        database,
        sql`SELECT x.run_number${sql.join(values, sql``)} FROM ${rows}
WHERE ${wanted} ORDER BY ${newestLast("x")}`,
      );
    };
    return {
      queryOf,
      isByRun: true,
      label: `Reading ${type.name}`,
      columns: valued.map(([column]) => column),
    };
  };
  const placeOf = (type: ConditionType): StoredPlace => ({
    type: type.type,
    read: (wanted) => newestOfRun(rows, type, sql`runs.number`, wanted(indexedColumn(type)), isUnique),
  });
  const lookedUp = valuesOf(database, asked, joinedTypes(asked), placeOf);
  const source = { named: [], tables: tableSource(database, "runs") };
  const packed = packedOf(asked.leaves).map((group): readonly [ConditionType, Valued] => [
    group.type,
    [{ kind: "packed", ...group }, packedCode(database, group, asked.dates, indexedColumn(group.type))],
  ]);
  const numbers = asked.numbers.map((type): readonly [ConditionType, Valued] => [
    type,
    [{ kind: "number", type }, indexedColumn(type)],
  ]);
  const asOne = [...packed, ...numbers];
  const types = [...new Set(asOne.map(([type]) => type))];
  return [
    ...types.map((type) =>
      inOrder(
        type,
        asOne.flatMap(([of, valued]) => (of === type ? [valued] : [])),
      ),
    ),
    ...(lookedUp.length === 0 ? [] : [stepOf(database, true, () => source, lookedUp)]),
  ];
}

/** Tests that need more than the row of one condition. */
function isSingle({ ofMissing }: Leaf): boolean {
  return ofMissing === null;
}

function joinedTypes({ leaves }: Asked): ConditionType[] {
  return [...new Set(leaves.filter(isSingle).flatMap(({ types }) => types))];
}

/** The truths of the tests that need more than one row. */
function valuesOf(
  { dialect }: Database,
  { leaves, dates }: Asked,
  types: readonly ConditionType[],
  placeOf: (type: ConditionType) => StoredPlace,
): Valued[] {
  const valueOfName = valuesAt(dialect, (name) => {
    const type = types.find((candidate) => candidate.name === name);
    return type === undefined ? null : placeOf(type);
  });
  const context = { dialect, dates, valueOfName, naming: inPlace };
  return leaves
    .filter(isSingle)
    .map((leaf) => [{ kind: "truth", leaf }, truthCode(compileTruth(context, leaf.node).sql)]);
}

/** Where a statement finds what it is asked. */
interface Source {
  readonly named: readonly Sql[];
  readonly tables: Sql;
}

function stepOf(
  database: Database,
  isByRun: boolean,
  sourceWithin: (bounds: RunBounds) => Source,
  valued: readonly Valued[],
): TruthStep {
  const shown = valued.map(([, value], at) => sql`, ${value} AS ${sql.id(`a${at}`)}`);
  const queryOf = (bounds: RunBounds): CompiledQuery => {
    const wanted = withinBounds("runs.number", bounds);
    const selected = { ...sourceWithin(bounds), wanted, and: sql` AND `, run: sql`runs.number` };
    const statement = statementOf(sql`runs.number${sql.join(shown, sql``)}`, selected, {
      layers: new Layers(0),
      wanted: [],
      values: [],
    });
    return compiled(database, statement);
  };
  return { queryOf, isByRun, label: "Testing runs", columns: valued.map(([column]) => column) };
}

function compiled(database: Database, statement: Sql): CompiledQuery {
  checkBound(database.dialect, statement);
  return statement.compile(database.read);
}

function packedOf(leaves: readonly Leaf[]): Packed[] {
  const byType = new Map<ConditionType, Leaf[][]>();
  for (const leaf of leaves) {
    const [type] = leaf.types;
    if (type === undefined || leaf.ofMissing === null) continue;
    const groups = byType.get(type) ?? [];
    byType.set(type, groups);
    const last = groups.at(-1);
    if (last && last.length < mostPacked) last.push(leaf);
    else groups.push([leaf]);
  }
  return [...byType].flatMap(([type, groups]) => groups.map((group) => ({ type, leaves: group })));
}

/** NULL is that it fails. */
function truthCode(truth: Sql): Sql {
  return sql`coalesce(${truth}, ${sql.lit(truths.fails)})`;
}

/** The tests of one condition as a number, of a row that has its value in `column`. */
function packedCode(
  { dialect }: Database,
  { type: { type }, leaves }: Packed,
  dates: CheckedExpression["dates"],
  column: Sql,
): Sql {
  const value = { sql: dialect.stored(type, column), type, mayBeNone: true, fails: null } as const;
  const context = { dialect, dates, valueOfName: () => value, naming: inPlace };
  const codes = leaves.map(({ node }, at) => {
    const code = truthCode(compileTruth(context, node).sql);
    return at === 0 ? code : sql`${sql.lit(4 ** at)} * ${code}`;
  });
  const readable = dialect.readable(type, column);
  const sum = sql`(${sql.join(codes, sql` + `)})`;
  if (readable === null) return sum;
  const failing = leaves.reduce((all, _, at) => all + truths.fails * 4 ** at, 0);
  return sql`CASE WHEN ${readable} THEN ${sum} ELSE ${sql.lit(failing)} END`;
}

function indexedColumn({ type }: ConditionType): Sql {
  const column = sql.ref(`x.${valueColumn(type)}`);
  return valueColumn(type) === "text_value" ? indexedText(column) : column;
}
