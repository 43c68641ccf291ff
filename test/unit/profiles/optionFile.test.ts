/** Option files of the MySQL and MariaDB clients, read and written without the password. */
import { userInfo } from "node:os";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toFailure } from "../../../core/api/failure.ts";
import { exportOptionFile, importConnection } from "../../../core/profiles/exchange.ts";

const me = userInfo().username;

describe("what an option file says", () => {
  test.each<[what: string, file: string, connection: string, remarks: RegExp[]]>([
    [
      "host, port, user and database",
      "[client]\nhost = db.org\nport=3307\nuser\t= shift\ndatabase = rcdb2\n",
      "mysql://shift@db.org:3307/rcdb2",
      [],
    ],
    ["nothing but a group", "[client]\n", `mysql://${me}@localhost/rcdb`, [/names no database: rcdb/]],
    [
      "other groups are others'",
      "[mysqld]\nport = 1\n[mysqldump]\nhost = x\n[client]\nhost = db.org\ndatabase = rcdb\n[mysqld]\nuser = mysql",
      `mysql://${me}@db.org/rcdb`,
      [],
    ],
    [
      "the last group counts",
      "[client]\nhost=a\ndatabase=rcdb\n[mysql]\nhost=b\n[mariadb-client]\nuser=u",
      "mysql://u@b/rcdb",
      [],
    ],
    [
      "comments, blank lines, Windows' ends and a byte order mark",
      '\uFEFF# one\r\n; two\r\n\r\n[client]\r\nhost=db.org # the new one\r\nuser = "a#b" # its user\r\ndatabase=rcdb',
      "mysql://a%23b@db.org/rcdb",
      [],
    ],
    [
      "quotes and escapes",
      '[client]\nhost=\'db.org\'\nuser="o\\sp"\ndatabase="r\\tc\\\\d"\n',
      "mysql://o%20p@db.org/r%09c%5Cd",
      [],
    ],
    [
      "the password is left out",
      "[client]\nhost=h\nuser=u\npassword=geheim\ndatabase=d",
      "mysql://u@h/d",
      [/password is not taken/],
    ],
    [
      "includes are not followed",
      "!includedir /etc/mysql/conf.d/\n[client]\nhost=h\nuser=u\ndatabase=d\n!include other.cnf",
      "mysql://u@h/d",
      [/includedir.*not followed/, /include other.cnf.*not followed/],
    ],
    [
      "a socket of this computer",
      "[client-server]\nsocket=/run/my sql.sock\nuser=u\ndatabase=d",
      "mysql://u@localhost/d?unix_socket=%2Frun%2Fmy%20sql.sock",
      [],
    ],
    [
      "a socket beside a host elsewhere",
      "[client]\nhost=h\nsocket=/run/s\nuser=u\ndatabase=d",
      "mysql://u@h/d",
      [/socket is not taken/],
    ],
    [
      "a socket beside TCP",
      "[client]\nsocket=/s\nprotocol=TCP\nuser=u\ndatabase=d",
      "mysql://u@localhost/d",
      [],
    ],
    [
      "TLS that verifies, with underscores",
      "[client]\nhost=h\nuser=u\ndatabase=d\nssl_ca=/ca.pem\nssl-cert=/c.pem\nssl-key=/k.pem\nssl-verify-server-cert",
      "mysql://u@h/d?ssl=true&ssl_ca=%2Fca.pem&ssl_cert=%2Fc.pem&ssl_key=%2Fk.pem",
      [],
    ],
    [
      "a CA alone verifies",
      "[client]\nhost=h\nuser=u\ndatabase=d\nssl-ca=/ca.pem",
      "mysql://u@h/d?ssl=true&ssl_ca=%2Fca.pem",
      [],
    ],
    [
      "TLS that does not verify",
      "[client]\nhost=h\nuser=u\ndatabase=d\nloose-ssl\nssl-ca=/ca.pem\nssl-verify-server-cert=0",
      "mysql://u@h/d?ssl=unverified",
      [/certificate is not verified/],
    ],
    [
      "ssl-mode",
      "[client]\nhost=h\nuser=u\ndatabase=d\nssl-mode=VERIFY_IDENTITY",
      "mysql://u@h/d?ssl=true",
      [],
    ],
    ["no TLS", "[client]\nhost=h\nuser=u\ndatabase=d\nssl-ca=/ca.pem\nskip-ssl", "mysql://u@h/d", []],
    [
      "what has no counterpart",
      "[client]\nhost=h\nuser=u\ndatabase=d\nssl-crl=/x",
      "mysql://u@h/d",
      [/ssl-crl has no counterpart/],
    ],
  ])("%s", (_what, file, connection, remarks) => {
    const imported = importConnection(file);
    expect(imported.connection).toBe(connection);
    expect(imported.remarks).toEqual(remarks.map((remark): unknown => expect.stringMatching(remark)));
    expect(JSON.stringify(imported)).not.toContain("geheim");
  });

  test.each([
    ["no group for clients", "[mysqld]\nport=1\n", "bad_input", /no group \[client\]/],
    ["a port that is none", "[client]\nport=many\npassword=geheim\n", "bad_connection", /port/],
  ])("refused: %s", (_what, file, code, message) => {
    const attempt = (): unknown => importConnection(file);
    expect(attempt).toThrow(message);
    try {
      attempt();
    } catch (thrown) {
      expect(toFailure(thrown).code).toBe(code);
      expect(toFailure(thrown).message).not.toContain("geheim");
    }
  });

  test("a connection string is taken without its password", () => {
    expect(importConnection("mysql+pymysql://u:geheim@h/d?charset=utf8")).toEqual({
      connection: "mysql://u@h/d",
      remarks: [expect.stringMatching(/password is not taken/)],
    });
    expect(importConnection("sqlite:////data/a.sqlite").connection).toBe("sqlite:////data/a.sqlite");
  });
});

describe("an option file that is written", () => {
  test.each([
    "mysql://u@h:3307/d",
    "mysql://u@localhost/d?unix_socket=%2Frun%2Fs",
    "mysql://u@h/d?ssl=true&ssl_ca=%2Fca.pem&ssl_cert=%2Fc.pem&ssl_key=%2Fk.pem",
    "mysql://u@h/d?ssl=unverified",
  ])("reads as it was: %s", (connection) => {
    expect(importConnection(exportOptionFile(connection)).connection).toBe(connection);
  });

  test("whatever the names are", () => {
    const name = fc
      .string({ unit: "grapheme", minLength: 1 })
      .filter((text) => !text.includes("\0") && text.trim() === text);
    fc.assert(
      fc.property(name, name, name, (user, database, socket) => {
        const [me, d, s] = [user, database, socket].map(encodeURIComponent);
        const connection = `mysql://${me}@localhost/${d}?unix_socket=${s}`;
        expect(importConnection(exportOptionFile(connection)).connection).toBe(connection);
      }),
    );
  });

  test("names the tunnel that it cannot say", () => {
    expect(exportOptionFile("mysql://u@h/d?ssh=op@gate")).toMatch(/^# .*SSH tunnel to gate/);
  });

  test("is for servers", () => {
    expect(() => exportOptionFile("sqlite:////a.sqlite")).toThrow(/option files are for servers/);
  });
});
