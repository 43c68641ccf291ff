import fc from "fast-check";
import { expect, test } from "vitest";
import { tokenize } from "../../../core/query/tokens.ts";

/** Tokens as `kind:text`, those with a problem as `kind:text!code`. */
function kinds(text: string): string {
  return tokenize(text)
    .map((token) => `${token.kind}:${token.text}${token.problem ? `!${token.problem.code}` : ""}`)
    .join(" ");
}

test.each([
  ["", ""],
  [" \t\n ", ""],
  ["a and not b", "name:a keyword:and keyword:not name:b"],
  ["x is None", "name:x keyword:is constant:None"],
  ["@is_production", "alias:@is_production"],
  ["''in run_type", "string:'' keyword:in name:run_type"],
  ["a<=b!=c", "name:a operator:<= name:b operator:!= name:c"],
  ["2**3//4", "integer:2 operator:** integer:3 operator:// integer:4"],
  ["[1,2]", "bracket:[ integer:1 punctuation:, integer:2 bracket:]"],
  ["a.lower()", "name:a punctuation:. name:lower bracket:( bracket:)"],
  ["größe_π", "name:größe_π"],
  ["a = b", "name:a operator:==!spelling name:b"],
  ["a === b", "name:a operator:==!spelling name:b"],
  ["a <> b", "name:a operator:!=!spelling name:b"],
  ["a => b =< c", "name:a operator:>=!spelling name:b operator:<=!spelling name:c"],
  ["a && b || c", "name:a keyword:and!spelling name:b keyword:or!spelling name:c"],
  ["a & b | !c", "name:a keyword:and!spelling name:b keyword:or!spelling keyword:not!spelling name:c"],
  [
    "a ≤ b ≥ c ≠ −1",
    "name:a operator:<=!spelling name:b operator:>=!spelling name:c operator:!=!spelling operator:-!spelling integer:1",
  ],
  [
    "NOT TRUE Or null",
    "keyword:not!spelling constant:True!spelling keyword:or!spelling constant:None!spelling",
  ],
  ["if", "problem:if!keyword"],
  ["@", "problem:@!alias-name"],
  ["a := b", "name:a problem::=!unknown-character name:b"],
  [
    "a ^ ~b << c;",
    "name:a problem:^!unknown-character problem:~!unknown-character name:b problem:<<!unknown-character name:c problem:;!unknown-character",
  ],
  ["a ☃ b", "name:a problem:☃!unknown-character name:b"],
  ["5abc", "integer:5abc!bad-number"],
  ["100nA", "integer:100nA!bad-number"],
  ["007", "integer:007!leading-zero"],
  ["1e999", "float:1e999!bad-number"],
  ["r'\\d'", "string:r'\\d'"],
  ["U'a' R\"b\"", "string:U'a' string:R\"b\""],
  ["u 'a'", "name:u string:'a'"],
  ["b'a'", "string:b'a'!string-prefix"],
  ["\'\'\'it\'s\'\'\'", "string:\'\'\'it\'s\'\'\'"],
  ["a \\\n < 5", "name:a operator:< integer:5"],
  ["`avg score` > 5", "name:avg score operator:> integer:5"],
])("tokens of %j", (text, expected) => {
  expect(kinds(text)).toBe(expected);
});

test.each<[string, bigint | number]>([
  ["0", 0n],
  ["00", 0n],
  ["5", 5n],
  ["1_000", 1000n],
  ["0x1F", 31n],
  ["0XfF", 255n],
  ["0b11", 3n],
  ["0o17", 15n],
  ["99999999999999999999", 99999999999999999999n],
  ["1.", 1],
  [".5", 0.5],
  ["1e6", 1e6],
  ["1.e-2", 0.01],
  ["1E+2", 100],
  ["007.5", 7.5],
  ["1_0.2_5", 10.25],
])("the number %s", (text, expected) => {
  const [token, ...more] = tokenize(text);
  expect(more).toEqual([]);
  expect(token?.problem).toBeUndefined();
  expect(token && "value" in token ? token.value : null).toBe(expected);
});

test.each([
  [`'abc'`, "abc"],
  [`"it's"`, "it's"],
  [`'it\\'s'`, "it's"],
  [`'a\\\\b'`, "a\\b"],
  [`'\\n\\t\\r\\a\\b\\f\\v'`, "\n\t\r\x07\b\f\v"],
  [`'\\x41\\u00e4\\U0001F600'`, "Aä😀"],
  [`'\\101\\0'`, "A\0"],
  [`'\\%\\d'`, "\\%\\d"],
  [`'a\\\nb'`, "ab"],
])("the text %s", (text, expected) => {
  const [token, ...more] = tokenize(text);
  expect(more).toEqual([]);
  expect(token).toMatchObject({ kind: "string", value: expected });
  expect(token?.problem).toBeUndefined();
});

test.each([
  ["'abc", "unterminated-string", "'abc'"],
  ["'abc  \n", "unterminated-string", "'abc'  \n"],
  ["“FCAL”", "typographic-quotes", "'FCAL'"],
  ["‘it’", "typographic-quotes", "'it'"],
  ["f'{a}'", "string-prefix", "'{a}'"],
  ["Rb'\\d'", "string-prefix", "'\\\\d'"],
  ["'''abc", "unterminated-string", "'''abc'''"],
  ["`abc", "unterminated-name", "`abc`"],
  ["'\\x4'", "bad-escape", "'\\\\x4'"],
  ["007", "leading-zero", "7"],
  ["5abc", "bad-number", "5"],
  ["&&", "spelling", "and"],
  ["a&&b", "spelling", "a and b"],
  ["!a", "spelling", "not a"],
])("the fix of %j", (text, code, fixed) => {
  const found = tokenize(text).find((token) => token.problem !== undefined)?.problem;
  expect(found?.code).toBe(code);
  const [fix] = found?.fixes ?? [];
  expect(fix && text.slice(0, fix.from) + fix.insert + text.slice(fix.to)).toBe(fixed);
});

test.each(["'\\ud800'", "'\\U00110000'", "'\\N{DASH}'"])(
  "%s has an escape that stands for nothing",
  (text) => {
    expect(tokenize(text)[0]?.problem?.code).toBe("bad-escape");
  },
);

test("an octal number written the old way is offered in both meanings", () => {
  expect(tokenize("017")[0]?.problem?.fixes.map(({ insert }) => insert)).toEqual(["17", "0o17"]);
});

test("invisible characters are named by their code", () => {
  expect(tokenize("a \u200b b")[1]?.problem?.message).toContain("U+200B");
});

test("every text is cut into tokens that cover all but blanks, in order", () => {
  const pieces = fc.constantFrom(
    "'",
    '"',
    "\\",
    "@",
    "=",
    "!",
    "a",
    "0x",
    "1.",
    "e",
    "\n",
    " ",
    "“",
    "in",
    "😀",
    "'''",
    "`",
    ":",
  );
  /** A backslash at the end of a line is a blank. */
  const withoutJoins = (text: string): string => text.replace(/\\\r?\n/g, "");
  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(pieces).map((list) => list.join("")),
  );
  fc.assert(
    fc.property(texts, (text) => {
      let end = 0;
      for (const token of tokenize(text)) {
        expect(token.from).toBeGreaterThanOrEqual(end);
        expect(token.to).toBeGreaterThan(token.from);
        expect(withoutJoins(text.slice(end, token.from)).trim()).toBe("");
        end = token.to;
      }
      expect(withoutJoins(text.slice(end)).trim()).toBe("");
    }),
  );
});
