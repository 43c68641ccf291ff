/** Who gets in to a server: by which names, and with which token. */
import { describe, expect, test } from "vitest";
import { writeDatabase } from "../../support/database.ts";
import { post, send, serverForTest } from "./testServer.ts";

const database = () => writeDatabase({ runs: { 1: {} } });
const token = "0123456789abcdef";

/** A server that other computers can reach, and where it answers this one. */
async function publicServer(options: Parameters<typeof serverForTest>[1] = {}) {
  const { url, isOpen } = await serverForTest(database(), { host: "0.0.0.0", ...options });
  const { port, search } = new URL(url);
  return { url, isOpen, local: `http://127.0.0.1:${port}/`, search };
}

const statusOf = async (url: string, headers: Record<string, string>) =>
  (await post(url, "describeDatabase", {}, headers)).status;

test("where others can reach it a server makes a token, and lets in nobody without it", async () => {
  const { local, search, isOpen } = await publicServer();
  expect(isOpen).toBe(false);
  expect(search).toMatch(/^\?token=[\w-]{32}$/);
  const other = (await publicServer()).search;
  expect(other).not.toBe(search);
  for (const path of [
    "/",
    "/assets/index-abc123.js",
    "/runs/info/1",
    `/${other}`,
    "/?token=",
    "/download/x",
  ]) {
    const answer = await send(local, { path });
    expect([answer.status, answer.text], path).toEqual([401, expect.stringMatching(/needs its token/)]);
    expect(answer.headers["set-cookie"], path).toBeUndefined();
  }
  expect(await statusOf(local, {})).toBe(401);
  expect(await statusOf(local, { authorization: "Bearer 0123456789abcdef" })).toBe(401);
  expect(await statusOf(local, { authorization: `Bearer ${search.slice(7)}` })).toBe(200);
});

test("the address with the token leaves a cookie, and the token goes from the address", async () => {
  const { local } = await publicServer({ token });
  const answer = await send(local, { path: `/runs/search?token=${token}&q=a` });
  expect(answer).toMatchObject({
    status: 302,
    headers: { location: "./search?q=a", "cache-control": "no-store" },
  });
  const [set = ""] = answer.headers["set-cookie"] ?? [];
  expect(set).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/);
  expect(set).not.toContain(token);
  const cookie = set.slice(0, set.indexOf(";"));
  expect((await send(local, { path: "/", headers: { cookie } })).status).toBe(200);
  expect(await statusOf(local, { cookie })).toBe(200);
  expect(await statusOf(local, { cookie: `${cookie}0` })).toBe(401);
  // The cookie of another server on this computer.
  const other = await publicServer({ token: "fedcba9876543210" });
  expect(await statusOf(other.local, { cookie })).toBe(401);
  // It is no way around the other guards.
  expect(await statusOf(local, { cookie, origin: "http://evil.example" })).toBe(403);
});

test.each(["short", "0123456789abcde", "0123456789 abcdef", "0123456789abcdef&", "äääääääääääääääääääää"])(
  "%s is no token",
  async (given) => {
    await expect(publicServer({ token: given })).rejects.toMatchObject({ code: "bad_input" });
  },
);

test("on this computer alone a token is asked for where one is given", async () => {
  const { url } = await serverForTest(database(), { token });
  expect(new URL(url).search).toBe(`?token=${token}`);
  expect(await statusOf(url, {})).toBe(401);
  expect(await statusOf(url, { authorization: `Bearer ${token}` })).toBe(200);
});

describe("names", () => {
  const own = ["localhost", "127.0.0.1:8087", "[::1]:8087"];
  const authorization = `Bearer ${token}`;

  test.each<[string, Parameters<typeof serverForTest>[1], readonly string[], readonly string[]]>([
    ["this computer alone", {}, own, ["rcdb.evil.example", "192.0.2.1", "127.0.0.1.evil.example"]],
    [
      "this computer, a proxy's name",
      { allowedHosts: ["rcdb.example"] },
      [...own, "rcdb.example"],
      ["evil.example"],
    ],
    [
      "names that are given",
      { host: "0.0.0.0", allowedHosts: ["RCDB.example", "other.example:80"] },
      [...own, "rcdb.example", "Rcdb.Example:8087", "other.example"],
      ["evil.example", "192.0.2.1", "rcdb.example.evil.example", "sub.rcdb.example"],
    ],
    [
      "a token",
      { host: "0.0.0.0", token },
      [...own, "192.0.2.1", "[2001:db8::1]:8087"],
      ["evil.example", "rcdb.example"],
    ],
    [
      "a token and names",
      { host: "0.0.0.0", token, allowedHosts: ["a.example"] },
      ["a.example"],
      ["b.example"],
    ],
  ])("%s", async (_, options, answered, refused) => {
    const { local } = await publicServer({ host: "127.0.0.1", ...options });
    for (const host of answered) expect(await statusOf(local, { host, authorization }), host).toBe(200);
    for (const host of refused) {
      const answer = await post(local, "describeDatabase", {}, { host, authorization });
      expect([answer.status, answer.text], host).toEqual([403, expect.stringContaining("--allow-host")]);
    }
  });

  test("a server with names says that it is open to everybody, and under which name", async () => {
    const { url, isOpen } = await publicServer({ allowedHosts: ["rcdb.example"] });
    expect([isOpen, new URL(url).hostname, new URL(url).search]).toEqual([true, "rcdb.example", ""]);
  });

  test.each(["", "a b", "http://a.example/", "a/b", "user@a.example"])("%j is not a name", async (name) => {
    await expect(publicServer({ allowedHosts: [name] })).rejects.toMatchObject({ code: "bad_input" });
  });
});
