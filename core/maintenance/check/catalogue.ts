import { listAliases } from "../../catalogue/aliases.ts";
import type { Finding } from "../../api/maintenance.ts";
import type { RunPeriod } from "../../api/catalogue.ts";
import { knownValueType, listConditionTypes } from "../../catalogue/conditionTypes.ts";
import type { Database } from "../../db/database.ts";
import { analyze } from "../../query/analyze.ts";
import { valueTypes } from "../../query/tree.ts";
import { listRunPeriods } from "../../catalogue/runPeriods.ts";
import { showStep } from "../../db/progress.ts";
import { Tally } from "./findings.ts";
import type { Check } from "./check.ts";

/** Condition types, run periods and aliases: a few rows each. */
export const checkCatalogue: Check = async (database, context) => {
  showStep(context, 0, null, "Checking condition types, run periods and aliases");
  return [
    ...(await checkConditionTypes(database)),
    ...checkRunPeriods(await listRunPeriods(database)),
    ...(await checkAliases(database)),
  ];
};

async function checkConditionTypes({ read }: Database): Promise<Finding[]> {
  const types = await read
    .selectFrom("condition_types")
    .select(["id", "name", "value_type"])
    .orderBy("id")
    .execute();
  const oldest = new Map<string, number>();
  const twice = new Tally();
  const unknown = new Tally();
  for (const { id, name, value_type } of types) {
    const first = oldest.get(name);
    if (first === undefined) oldest.set(name, id);
    else twice.add(`${name}: ids ${first} and ${id}`);
    const known = knownValueType(value_type);
    if (known === null) unknown.add(`${name}: “${value_type}”`);
    else if (known !== value_type) unknown.add(`${name}: “${value_type}”, read as ${known}`);
  }
  return [
    ...twice.finding({
      kind: "duplicate-condition-types",
      severity: "error",
      noun: ["condition type has", "condition types have"],
      message: (counted) => `${counted} the name of an older one, so that a query may miss its values.`,
      mend: "By SQL, let the conditions of one name have one condition_type_id, and delete the other type.",
    }),
    ...unknown.finding({
      kind: "unknown-value-types",
      severity: "warning",
      noun: ["condition type is", "condition types are"],
      message: (counted) =>
        `${counted} of a kind that RCDB does not have; the values are shown as texts unless said otherwise.`,
      mend: `By SQL, set value_type to one of ${valueTypes.join(", ")}.`,
    }),
  ];
}

function checkRunPeriods(periods: readonly RunPeriod[]): Finding[] {
  const overlaps = new Tally();
  for (const [at, left] of periods.entries()) {
    for (const right of periods.slice(at + 1)) {
      const [first, last] = [Math.max(left.runMin, right.runMin), Math.min(left.runMax, right.runMax)];
      if (first <= last) overlaps.add(`${left.name} and ${right.name}: runs ${first}-${last}`);
    }
  }
  return overlaps.finding({
    kind: "overlapping-run-periods",
    severity: "note",
    noun: ["pair", "pairs"],
    message: (counted) =>
      `Run periods overlap (${counted}); a run of both is said to be of the one that begins first.`,
    mend: "rcdb rp update NAME, with other bounds",
  });
}

async function checkAliases(database: Database): Promise<Finding[]> {
  const aliases = await listAliases(database);
  const conditions = await listConditionTypes(database);
  const broken = new Tally();
  for (const { name, source } of aliases) {
    if (source === "built-in") continue;
    const analyzed = analyze(`@${name}`, { conditions, aliases });
    if (!analyzed.ok) broken.add(`@${name}: ${analyzed.problems[0]?.message ?? "has an error"}`);
  }
  return broken.finding({
    kind: "broken-aliases",
    severity: "warning",
    noun: ["alias", "aliases"],
    message: (counted) => `${counted} cannot be used in a query.`,
    mend: "Mend it with “rcdb alias add NAME TEXT”, or remove it with “rcdb alias rm NAME”.",
  });
}
