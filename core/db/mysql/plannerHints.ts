import { sql } from "../measuredSql.ts";
import type { PlannerHints } from "../plannerHints.ts";
import type { Shape } from "../shape.ts";

const hints: PlannerHints = {
  scan: sql` USE INDEX ()`,
  joinInOrder: sql`STRAIGHT_JOIN`,
  inOrder: sql` FORCE INDEX (PRIMARY)`,
  idsAtOnce: 200_000,
  byIndex: (name) => sql` FORCE INDEX (${sql.id(name)})`,
};

/** The hints for a database: a view takes none, and where conditions have no primary key they are read in one part. */
export function mysqlHintsFor({ tables }: Shape): PlannerHints {
  const conditions = tables.get("conditions");
  if (conditions?.isView) return { ...hints, scan: sql``, inOrder: sql`` };
  if (conditions?.columns.get("id")?.isKey) return hints;
  return { ...hints, inOrder: hints.scan, idsAtOnce: Number.MAX_SAFE_INTEGER };
}
