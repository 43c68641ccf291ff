/** Completes Kysely's statements on a database that is not as RCDB's should be. */
import {
  AliasNode,
  ColumnNode,
  IdentifierNode,
  OperationNodeTransformer,
  TableNode,
  sql,
  type JoinNode,
  type KyselyPlugin,
  type OperationNode,
  type QueryId,
  type RootOperationNode,
  type SelectQueryNode,
} from "kysely";
import { checkWritable } from "./checkWritable.ts";
import type { Shape } from "./shape.ts";
import { isAsExpected, tableSource } from "./tableSource.ts";
import { tableNames, type TableName } from "./tables.ts";

/** The plugin for a database of a shape; null where statements need no completing. */
export function shapePlugin(shape: Shape): KyselyPlugin | null {
  if (tableNames.every((table) => isAsExpected(shape, table))) return null;
  const completer = new Completer(shape);
  return {
    transformQuery: ({ node, queryId }) => {
      checkTarget(shape, node);
      return completer.transformNode(node, queryId);
    },
    transformResult: ({ result }) => Promise.resolve(result),
  };
}

/** Puts what completes a table in its place, where it is read. */
class Completer extends OperationNodeTransformer {
  readonly #shape: Shape;

  constructor(shape: Shape) {
    super();
    this.#shape = shape;
  }

  protected override transformSelectQuery(node: SelectQueryNode, queryId?: QueryId): SelectQueryNode {
    const select = super.transformSelectQuery(node, queryId);
    if (!select.from) return select;
    const from = { ...select.from, froms: select.from.froms.map((table) => this.#completed(table)) };
    return { ...select, from };
  }

  protected override transformJoin(node: JoinNode, queryId?: QueryId): JoinNode {
    const join = super.transformJoin(node, queryId);
    return { ...join, table: this.#completed(join.table) };
  }

  #completed(node: OperationNode): OperationNode {
    const aliased = AliasNode.is(node) ? node : null;
    const table = nameOf(aliased ? aliased.node : node);
    if (table === null || isAsExpected(this.#shape, table)) return node;
    const as = aliased && IdentifierNode.is(aliased.alias) ? sql.id(aliased.alias.name) : sql.id(table);
    return tableSource({ shape: this.#shape }, table, { as }).toOperationNode();
  }
}

/** The name of one of RCDB's tables. */
function nameOf(node: OperationNode | undefined): TableName | null {
  if (!node || !TableNode.is(node)) return null;
  return tableNames.find((name) => name === node.table.identifier.name) ?? null;
}

/** Refuses a statement that changes what is not there. */
function checkTarget(shape: Shape, node: RootOperationNode): void {
  switch (node.kind) {
    case "InsertQueryNode": {
      const table = nameOf(node.into);
      if (table) checkWritable(shape, table, node.columns?.map(({ column }) => column.name) ?? []);
      return;
    }
    case "UpdateQueryNode": {
      const table = nameOf(node.table);
      const columns = node.updates?.flatMap(({ column }) =>
        ColumnNode.is(column) ? [column.column.name] : [],
      );
      if (table) checkWritable(shape, table, columns ?? []);
      return;
    }
    case "DeleteQueryNode": {
      const table = nameOf(node.from.froms[0]);
      if (table) checkWritable(shape, table, []);
      return;
    }
    default:
  }
}
