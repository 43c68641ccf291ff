/** The conditions of a run in the order in which they are shown. */
import { naturally } from "../lib/naturalOrder.ts";
import type { RunCondition } from "../../core/api/runs.ts";

/** Texts longer than this, or of several lines, need the whole width. */
const SHORT_TEXT = 80;

const groupNames = ["Values", "Texts", "JSON"] as const;
type GroupName = (typeof groupNames)[number];
export interface ConditionGroup {
  readonly name: GroupName | "Computed";
  readonly conditions: readonly RunCondition[];
}

function groupOf({ type, value }: RunCondition): GroupName {
  if (type === "json" && value !== null) return "JSON";
  return typeof value === "string" && (value.length > SHORT_TEXT || value.includes("\n"))
    ? "Texts"
    : "Values";
}

/** Groups without conditions are left out; within a group names are in alphabetical order. */
export function groupConditions(conditions: readonly RunCondition[]): ConditionGroup[] {
  const sorted = conditions.toSorted((a, b) => naturally(a.name, b.name));
  return groupNames
    .map((name) => ({ name, conditions: sorted.filter((condition) => groupOf(condition) === name) }))
    .filter((group) => group.conditions.length > 0);
}

/** Whether every word of `filter` is in the condition's name, description or value, whatever its case. */
export function matchesFilter(condition: RunCondition, filter: string): boolean {
  const { name, description, value } = condition;
  const text = `${name}\n${description ?? ""}\n${value ?? ""}`.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
