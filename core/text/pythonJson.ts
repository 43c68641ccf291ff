/** JSON as the Python client writes it: so that a search in the texts finds what either of us wrote. */

/** A number that Python writes as a float, also where it has no fraction: `61.0`. */
export class PythonFloat {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** What has a form in JSON. Other numbers are integers where they have no fraction. */
export type PythonValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | PythonFloat
  | readonly PythonValue[]
  | { readonly [name: string]: PythonValue };

/** A finite value as `json.dumps` of Python writes it by default: `", "` and `": "`, ASCII only, floats by their `repr`. */
export function pythonJson(value: PythonValue): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return asciiText(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") return Number.isSafeInteger(value) ? String(value) : floatText(value);
  if (value instanceof PythonFloat) return floatText(value.value);
  if (isList(value)) return `[${value.map(pythonJson).join(", ")}]`;
  const entries = Object.entries(value).map(([name, own]) => `${asciiText(name)}: ${pythonJson(own)}`);
  return `{${entries.join(", ")}}`;
}

function isList(value: object): value is readonly PythonValue[] {
  return Array.isArray(value);
}

function asciiText(text: string): string {
  return asciiJson(JSON.stringify(text));
}

/** JSON without blanks of more than ASCII, with escapes for all other characters. */
export function asciiJson(json: string): string {
  return json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The shortest digits that are this number, with an exponent below 1e-4 and from 1e16 on. */
function floatText(value: number): string {
  if (Object.is(value, -0)) return "-0.0";
  const [mantissa = "", power = ""] = value.toExponential().split("e");
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) {
    return `${mantissa}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  const text = String(value);
  return text.includes(".") ? text : `${text}.0`;
}
