import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatLink, isLink, parseLink } from "../../../core/api/link.ts";
import { emptyRoute, formatRoute, parseRoute } from "../../../renderer/state/route.ts";

test.each([
  ["rcdb://open?database=x", true],
  ["RCDB://open", true],
  ["rcdb:whatever", true],
  ["/data/rcdb.sqlite", false],
  ["rcdb.sqlite", false],
  ["mysql://u@h/rcdb", false],
])("whether %j is a link: %j", (text, expected) => {
  expect(isLink(text)).toBe(expected);
});

describe("a link", () => {
  test("says the database and what the window's address says", () => {
    const search = { ...emptyRoute.search, expression: "a > 5 and b == '&'", runMin: 5, columns: ["a", "b"] };
    const address = formatRoute({ ...emptyRoute, page: "look", search, view: { kind: "histogram" } }).slice(
      1,
    );
    const link = formatLink({ database: "mysql://shift@host:3306/rcdb", address });
    expect(link).toMatch(/^rcdb:\/\/open\?database=mysql/);
    const read = parseLink(link);
    if (!read.ok) throw new Error(read.error.message);
    expect(read.value.database).toBe("mysql://shift@host:3306/rcdb");
    expect(parseRoute(read.value.address)).toEqual({
      page: "look",
      run: null,
      search,
      view: { kind: "histogram" },
    });
  });

  test("of any database and any address is read back", () => {
    const text = fc.string({ unit: "grapheme", minLength: 1 });
    fc.assert(
      fc.property(text, text, fc.nat(), (name, expression, run) => {
        const database = `sqlite:////data/${name}`;
        const route = {
          ...emptyRoute,
          page: "run",
          run,
          search: { ...emptyRoute.search, expression },
        } as const;
        const read = parseLink(formatLink({ database, address: formatRoute(route).slice(1) }));
        expect(read.ok && read.value.database).toBe(database);
        expect(read.ok && parseRoute(read.value.address)).toEqual(route);
      }),
    );
  });

  test.each([
    ["rcdb://open", /begin with/],
    ["rcdb://open?q=5", /begin with/],
    ["rcdb://run?database=x", /begin with/],
    ["https://open?database=x", /begin with/],
    ["", /begin with/],
    [`rcdb://open?database=${"x".repeat(100_000)}`, /begin with/],
    ["rcdb://open?database=mysql%3A%2F%2Fu%3Asecret%40h%2Frcdb", /password/],
  ])("%s is refused", (text, message) => {
    const read = parseLink(text);
    expect(read.ok ? "" : read.error.message).toMatch(message);
    expect(read.ok ? "" : read.error.message).not.toContain("secret");
  });
});
