/** Column sets: the file in which people pass them on. */
import { expect, test } from "vitest";
import {
  columnsOfSet,
  readColumnSets,
  writeColumnSets,
  type ColumnSet,
} from "../../../core/api/columnSets.ts";
import { withImported } from "../../../renderer/model/imported.ts";

const rate = { name: "rate", expression: "event_count / beam_current", unit: "kHz", description: null };
const set: ColumnSet = { name: "shift", columns: ["started", "rate", "target"], computed: [rate] };

test("what is written is read back", () => {
  expect(readColumnSets(`\uFEFF${writeColumnSets([set])}`)).toEqual({ ok: true, value: [set] });
  expect(columnsOfSet(set)).toEqual(["started", rate, "target"]);
});

test.each([
  ["no JSON", "{", /is not JSON/],
  ["another file", '{"format": "rcdb-queries"}', /no “rcdbcolumns”/],
  ["a list", "[]", /no “rcdbcolumns”/],
  ["a later version", '{"rcdbcolumns": 2, "sets": []}', /version 2.*update the program/],
  ["no sets", '{"rcdbcolumns": 1, "sets": []}', /at “sets”: it has no sets/],
  ["no columns", '{"rcdbcolumns": 1, "sets": [{"name": "a", "columns": []}]}', /“sets.0.columns”: it has no/],
  ["a number for a name", '{"rcdbcolumns": 1, "sets": [{"name": "a", "columns": [5]}]}', /not a text/],
  [
    "an empty name",
    '{"rcdbcolumns": 1, "sets": [{"name": " ", "columns": ["b"]}]}',
    /“sets.0.name”: it is empty/,
  ],
  ["a line break", '{"rcdbcolumns": 1, "sets": [{"name": "a\\nb", "columns": ["b"]}]}', /control characters/],
  ["an unknown member", '{"rcdbcolumns": 1, "sets": [{"name": "a", "columns": ["b"], "x": 1}]}', /x/],
])("refused: %s", (_what, text, message) => {
  const read = readColumnSets(text);
  expect(read.ok ? "" : read.error).toMatchObject({
    code: "bad_input",
    message: expect.stringMatching(message) as string,
  });
});

test("sets of a file: the same one is known, another one of its name gets a number", () => {
  const other = { ...set, columns: ["target"] };
  const { list, imported } = withImported([set], [set, other, other], ({ name }) => name);
  expect(imported).toEqual({ added: 1, known: 2 });
  expect(list).toEqual([set, { ...other, name: "shift (2)" }]);
});
