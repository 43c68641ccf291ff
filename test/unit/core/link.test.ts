import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatLink, isLink, parseLink } from "../../../core/api/link.ts";
import { readLink } from "../../../core/db/openedLink.ts";
import { emptyRoute, formatRoute, parseRoute } from "../../../renderer/model/route.ts";

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

test("the parts of a link that have no case are read in any", () => {
  expect(parseLink("RCDB://OPEN?database=x")).toEqual(parseLink("rcdb://open?database=x"));
  expect(parseLink("RCDB://OPEN?database=x")).toMatchObject({ ok: true });
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
  ])("%s is refused", (text, message) => {
    const read = parseLink(text);
    expect(read.ok ? "" : read.error.message).toMatch(message);
  });
});

const fingerprint = `SHA256:${"A".repeat(43)}`;

describe("what a link opens is read as it will be opened", () => {
  const linkTo = (database: string): string => formatLink({ database, address: "/runs" });

  test.each([
    ["sqlite:////data/a.sqlite", "sqlite:////data/a.sqlite", "File /data/a.sqlite"],
    ["/data/../x.sqlite", "sqlite:////x.sqlite", "File /x.sqlite"],
    ["/data/\u202eetilqs.x", "sqlite:////data/\u202eetilqs.x", "File /data/\\u202eetilqs.x"],
    ["mysql://me@db.org/rcdb", "mysql://me@db.org/rcdb", "Server db.org, port 3306 User me Database rcdb"],
    [
      "mysql://me@db.org/rcdb?get_server_public_key=true",
      undefined,
      "Server db.org, port 3306 User me Database rcdb Password encrypted by whatever key the server sends",
    ],
    [
      `mysql://me@db.org/rcdb?ssl_ca=/tmp/ca.pem&ssl_cert=/c&ssl_key=/k&ssh=op@gate&ssh_key=/id&ssh_host_key=${fingerprint}`,
      undefined,
      "Server db.org, port 3306 User me Database rcdb Encryption TLS Certificate authority /tmp/ca.pem " +
        "Client certificate /c Client key /k SSH tunnel op@gate, port 22 SSH key /id " +
        `SSH host key ${fingerprint}, in place of the known hosts`,
    ],
    ["mysql://me@/r%1bc?socket=/s", undefined, "Socket /s User me Database r\\x1bc"],
  ])("%j", (database, connection, parts) => {
    const link = readLink(linkTo(database));
    expect(link.parts.map(({ name, value }) => `${name} ${value}`).join(" ")).toBe(parts);
    expect(link.database).toBe(connection ?? link.database);
  });

  test.each(
    ["", " ", "\n", "\u00a0", "\ufeff"].flatMap((blank) => [
      `${blank}mysql://u:secret@h/rcdb`,
      `mysql+pymysql://u:secret@h/rcdb${blank}`,
    ]),
  )("a password in %j is refused", (database) => {
    expect(() => readLink(linkTo(database))).toThrow(/holds a password/);
  });
});
