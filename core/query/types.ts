/** The types a condition can have; `condition_types.value_type` in the database. */
export const valueTypes = ["bool", "json", "string", "float", "int", "time", "blob"] as const;
export type ValueType = (typeof valueTypes)[number];

/** What is known of a node's value before any run is looked at; `none` is the type of the literal None. */
export type StaticType = ValueType | "none";
/** Types that can be compared with each other: bools count as 0 and 1, json and blob are texts to the language. */
export type Kind = "number" | "text" | "time" | "none";

const kinds: Readonly<Record<StaticType, Kind>> = {
  bool: "number",
  int: "number",
  float: "number",
  string: "text",
  json: "text",
  blob: "text",
  time: "time",
  none: "none",
};

export function kindOf(type: StaticType): Kind {
  return kinds[type];
}

/** "a number", "a text" … for messages. */
export const kindWords: Readonly<Record<Kind, string>> = {
  number: "a number",
  text: "a text",
  time: "a time",
  none: "None",
};

/** The kind of a type in words. */
export function describeKind(type: StaticType): string {
  return kindWords[kindOf(type)];
}

/** The type of a value that may be of the one or of the other type; null where they are of different kinds. */
export function commonType(left: StaticType, right: StaticType): StaticType | null {
  if (left === right || right === "none") return left;
  if (left === "none") return right;
  const kind = kindOf(left);
  if (kind !== kindOf(right)) return null;
  if (kind === "text") return "string";
  return left === "float" || right === "float" ? "float" : "int";
}
