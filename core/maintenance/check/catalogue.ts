import { listAliases } from "../../catalogue/aliases.ts";
import type { Finding } from "../../api/maintenance.ts";
import type { RunPeriod } from "../../api/catalogue.ts";
import { knownValueType, listConditionTypes } from "../../catalogue/conditionTypes.ts";
import type { Database } from "../../db/database.ts";
import { analyze } from "../../query/analyze.ts";
import { valueTypes } from "../../query/types.ts";
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
      fix: "By SQL, let the conditions of one name have one condition_type_id, and delete the other type.",
    }),
    ...unknown.finding({
      kind: "unknown-value-types",
      severity: "warning",
      noun: ["condition type is", "condition types are"],
      message: (counted) =>
        `${counted} of a kind that RCDB does not have; the values are shown as texts unless said otherwise.`,
      fix: `By SQL, set value_type to one of ${valueTypes.join(", ")}.`,
    }),
  ];
}

function checkRunPeriods(periods: readonly RunPeriod[]): Finding[] {
  const ofName = new Map<string, RunPeriod[]>();
  for (const period of periods) ofName.set(period.name, [...(ofName.get(period.name) ?? []), period]);
  const several = [...ofName.values()].filter(({ length }) => length > 1);
  const twice = new Tally();
  for (const [first, ...more] of several) {
    const all = [first, ...more].map((period) => `${period?.id} (runs ${period?.runMin}-${period?.runMax})`);
    twice.add(`${first?.name}: ids ${all.join(" and ")}`);
  }
  const overlaps = new Tally();
  const called = ({ id, name }: RunPeriod): string =>
    (ofName.get(name)?.length ?? 0) > 1 ? `${name} (id ${id})` : name;
  for (const [at, left] of periods.entries()) {
    for (const right of periods.slice(at + 1)) {
      const [first, last] = [Math.max(left.runMin, right.runMin), Math.min(left.runMax, right.runMax)];
      if (first <= last) overlaps.add(`${called(left)} and ${called(right)}: runs ${first}-${last}`);
    }
  }
  const duplicates = twice.finding({
    kind: "duplicate-run-periods",
    severity: "warning",
    noun: ["name is", "names are"],
    message: (counted) =>
      `${counted} that of several run periods; --runs with it means the runs of all of them.`,
    fix: "rcdb rp update id:ID --name NEW, or rcdb rp rm id:ID",
  });
  const overlapping = overlaps.finding({
    kind: "overlapping-run-periods",
    severity: "note",
    noun: ["pair", "pairs"],
    message: (counted) =>
      `Run periods overlap (${counted}); a run of both is said to be of the one that begins first.`,
    fix:
      several.length > 0
        ? "rcdb rp update NAME, with other bounds; where several have the name, rcdb rp update id:ID"
        : "rcdb rp update NAME, with other bounds",
  });
  return [...duplicates, ...overlapping];
}

async function checkAliases(database: Database): Promise<Finding[]> {
  const aliases = await listAliases(database);
  const conditions = await listConditionTypes(database);
  const broken = new Tally();
  const twice = new Tally();
  for (const { id, name, source, overriddenBy } of aliases) {
    if (source === "built-in") continue;
    if (overriddenBy !== undefined) {
      twice.add(`@${name}: id ${id}, ${overriddenBy} counts`);
      continue;
    }
    const analyzed = analyze(`@${name}`, { conditions, aliases });
    if (!analyzed.ok) broken.add(`@${name}: ${analyzed.problems[0]?.message ?? "has an error"}`);
  }
  return [
    ...twice.finding({
      kind: "duplicate-aliases",
      severity: "warning",
      noun: ["alias is", "aliases are"],
      message: (counted) => `${counted} not used, as a newer one has the name.`,
      fix: "rcdb alias rm id:ID",
    }),
    ...broken.finding({
      kind: "broken-aliases",
      severity: "warning",
      noun: ["alias", "aliases"],
      message: (counted) => `${counted} cannot be used in a query.`,
      fix: "Fix it with “rcdb alias add NAME TEXT”, or remove it with “rcdb alias rm NAME”.",
    }),
  ];
}
