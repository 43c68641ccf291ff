/** Computed columns in addresses: defined by one parameter, named by the others. */
import { checkDistinct } from "../../core/api/checkDistinct.ts";
import { computedColumnOf } from "../../core/api/computedText.ts";
import { RcdbError } from "../../core/api/failure.ts";
import type { ComputedColumn, WantedColumn } from "../../core/api/search.ts";
import { readTexts, texts, type Given } from "./parameters.ts";

export const computedParameter = {
  computed: texts(
    "A computed column, charge=beam_current*run_length/1e6, that the other parameters can name; several of them are given one by one",
  ),
};

/** The columns of these names, as the parameter `computed` has them where it does. Throws `bad_input`. */
export function withComputed(given: Given, names: readonly string[]): WantedColumn[] {
  const computed = new Map(readComputed(given).map((column) => [column.name, column]));
  return names.map((name) => computed.get(name) ?? name);
}

function readComputed(given: Given): ComputedColumn[] {
  const columns = readTexts(given, "computed").map((text) => {
    const column = computedColumnOf(text);
    if (column) return column;
    throw new RcdbError(
      "bad_input",
      `“computed” is “${text}”, which has no name. Give one like charge=beam_current*run_length/1e6.`,
    );
  });
  checkDistinct(columns.map(({ name }) => name));
  return columns;
}
