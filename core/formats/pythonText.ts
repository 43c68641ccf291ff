import type { Cell } from "../api/values.ts";
import type { ValueType } from "../query/types.ts";

/** A value as Python's `print` writes it, for scripts that read what the Python tools print: True, 120.0, 1e-05, None. */
export function pythonText(value: Cell, type: ValueType | undefined): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  return typeof value === "number" && type === "float" ? floatText(value) : String(value);
}

function floatText(value: number): string {
  if (!Number.isFinite(value)) return String(value).replace("Infinity", "inf").toLowerCase();
  const [digits = "", exponent = ""] = value.toExponential().split("e");
  // Python's bounds between digits and exponents; JavaScript's are others.
  const isPlain = value === 0 || (Number(exponent) >= -4 && Number(exponent) < 16);
  if (!isPlain) return `${digits}e${exponent.replace(/^([+-])(\d)$/, "$10$2")}`;
  const text = Object.is(value, -0) ? "-0" : String(value);
  return text.includes(".") ? text : `${text}.0`;
}
