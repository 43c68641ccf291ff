/** Examples for those who write their first expression, made of the conditions of the database at hand. */
import { quoteText, writeName, type ValueType, type Vocabulary } from "../../core/query/index.ts";

export interface Example {
  /** What people want. */
  readonly want: string;
  readonly expression: string;
}

/** What makes the examples true to the database. */
export interface Ingredients {
  readonly vocabulary: Vocabulary;
  /** Values of text conditions, the most frequent first. */
  readonly textsOf: (condition: string) => readonly string[];
  /** When the last run started; null where that is not known. */
  readonly lastStart: string | null;
  readonly lastRun: number | null;
}

/** Conditions that people at the experiment know best, with a value that says something. */
const favourites: Readonly<Partial<Record<ValueType, Readonly<Record<string, number>>>>> = {
  int: { event_count: 500_000 },
  float: { beam_current: 100, beam_energy: 10 },
  string: { run_type: 0, run_config: 0 },
  bool: { is_valid_run_end: 0 },
};

/** A query to begin with; null for a database without conditions. */
export function exampleQuery(vocabulary: Vocabulary): string | null {
  const alias = vocabulary.aliases.find(({ name }) => name === "is_production");
  const number = exampleCondition(vocabulary, "float") ?? exampleCondition(vocabulary, "int");
  const text = exampleCondition(vocabulary, "string");
  const comparison = number === null ? null : `${writeName(number)} > ${valueFor(number)}`;
  const parts = [alias && `@${alias.name}`, comparison].filter((part) => part);
  if (parts.length > 0) return parts.join(" and ");
  return text === null ? null : `${writeName(text)} is not None`;
}

/** The condition of a type to show an example with; null where there is none. */
export function exampleCondition({ conditions }: Vocabulary, type: ValueType): string | null {
  const known = Object.keys(favourites[type] ?? {});
  const ofType = conditions.filter((condition) => condition.type === type).map(({ name }) => name);
  return known.find((name) => ofType.includes(name)) ?? ofType[0] ?? null;
}

export function examplesFor(ingredients: Ingredients): Example[] {
  const { vocabulary, lastStart, lastRun } = ingredients;
  const number = exampleCondition(vocabulary, "float") ?? exampleCondition(vocabulary, "int");
  const count = exampleCondition(vocabulary, "int");
  const text = exampleCondition(vocabulary, "string");
  const bool = exampleCondition(vocabulary, "bool");
  const alias = vocabulary.aliases.find(({ name }) => name === "is_production") ?? vocabulary.aliases[0];
  return [
    ...(count === null
      ? []
      : [{ want: "number greater than", expression: `${writeName(count)} > ${valueFor(count)}` }]),
    ...(number === null ? [] : numberExamples(number)),
    ...(text === null ? [] : textExamples(text, ingredients.textsOf(text))),
    ...(bool === null ? [] : [{ want: "yes/no", expression: `${writeName(bool)} == True` }]),
    ...(count === null || number === null || count === number
      ? []
      : logicExamples(
          `${writeName(count)} > ${valueFor(count)}`,
          `${writeName(number)} > ${valueFor(number)}`,
        )),
    ...(lastStart === null
      ? []
      : [{ want: "since a date", expression: `started >= ${quoteText(lastStart.slice(0, 10))}` }]),
    ...(lastRun === null ? [] : [{ want: "since a run", expression: `run >= ${lastRun}` }]),
    ...(alias === undefined ? [] : [{ want: aliasWords(alias), expression: `@${alias.name}` }]),
  ];
}

function valueFor(name: string): number {
  const known: Readonly<Record<string, number>> = { ...favourites.int, ...favourites.float };
  return Object.hasOwn(known, name) ? (known[name] ?? 0) : 0;
}

function numberExamples(name: string): Example[] {
  const value = valueFor(name);
  return [
    {
      want: "number between two",
      expression: `${value * 0.8} < ${writeName(name)} < ${value === 0 ? 1 : value * 1.2}`,
    },
    { want: "no value", expression: `${writeName(name)} is None` },
  ];
}

function textExamples(name: string, texts: readonly string[]): Example[] {
  const [first = "text", second = "another"] = texts;
  const part = /[A-Za-z]{2,}/.exec(first)?.[0] ?? first;
  return [
    { want: "text equals", expression: `${writeName(name)} == ${quoteText(first)}` },
    {
      want: "text is one of several",
      expression: `${writeName(name)} in [${quoteText(first)}, ${quoteText(second)}]`,
    },
    { want: "text contains", expression: `${quoteText(part)} in ${writeName(name)}` },
    {
      want: "text starts with",
      expression: `${writeName(name)}.startswith(${quoteText(part)})`,
    },
  ];
}

function logicExamples(first: string, second: string): Example[] {
  return [
    { want: "and", expression: `${first} and ${second}` },
    { want: "or", expression: `${first} or ${second}` },
    { want: "not", expression: `not (${first})` },
  ];
}

function aliasWords({ name, description }: Vocabulary["aliases"][number]): string {
  return description === null || description === "" ? `What “${name}” stands for` : description;
}
