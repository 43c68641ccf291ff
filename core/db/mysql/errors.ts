import { RcdbError, type Failure, type FailureCode } from "../../api/failure.ts";
import type { ConnectionCause } from "../../api/profiles.ts";

/** What the driver throws: the server's errors have a state, those of the network are fatal. */
interface DriverError extends Error {
  /** Missing where the driver knows no name for the server's number, and where it has nothing to say. */
  readonly code?: string;
  readonly errno?: number;
}

function isDriverError(thrown: unknown): thrown is DriverError {
  if (!(thrown instanceof Error) || thrown instanceof RcdbError) return false;
  return "sqlState" in thrown || ("fatal" in thrown && thrown.fatal === true);
}

type Explanation = readonly [
  codes: readonly string[],
  code: FailureCode,
  message: string,
  /** What of the connection is to be put right. */
  cause?: ConnectionCause,
];

/** The server's and the network's codes as what people can do about them. */
const explanations: readonly Explanation[] = [
  [
    ["ENOTFOUND", "EAI_AGAIN"],
    "unreachable",
    "No server of that name can be found. Check the host in the connection string, and the network.",
    "host",
  ],
  [
    ["ECONNREFUSED"],
    "unreachable",
    "No database server listens at that host and port. Check host and port, and that the server runs.",
    "port",
  ],
  [
    ["ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH", "EHOSTDOWN"],
    "unreachable",
    "The database server gives no answer. Check the host and the network; it may be open only to computers of its own site.",
    "host",
  ],
  [
    ["ENOENT", "ENOTSOCK"],
    "unreachable",
    "There is no database server at that Unix socket. Check its path, and that the server runs.",
    "socket",
  ],
  [
    ["EACCES", "EPERM"],
    "no_permission",
    "The Unix socket of the database server may not be used. Ask the server's administrator.",
    "socket",
  ],
  [
    ["ER_ACCESS_DENIED_ERROR", "ER_ACCESS_DENIED_NO_PASSWORD_ERROR"],
    "login_refused",
    "Login refused. Check user and password in the connection string.",
    "login",
  ],
  [
    ["ER_HOST_NOT_PRIVILEGED", "ER_HOST_IS_BLOCKED"],
    "login_refused",
    "The database server admits no logins from this computer. Ask the server's administrator.",
  ],
  [
    ["ER_BAD_DB_ERROR"],
    "not_a_database",
    "The database server has no database of that name. Check the connection string.",
    "database",
  ],
  [
    // Who may see no other databases is told this of one that is not there.
    ["ER_DBACCESS_DENIED_ERROR"],
    "no_permission",
    "The user of this connection may not do that in the database, or there is none of that name. Check the name in the connection string, or ask the server's administrator for the permission.",
    "database",
  ],
  [
    ["ER_TABLEACCESS_DENIED_ERROR", "ER_COLUMNACCESS_DENIED_ERROR", "ER_SPECIFIC_ACCESS_DENIED_ERROR"],
    "no_permission",
    "The user of this connection may not do that in the database. Ask the server's administrator for the permission.",
    "database",
  ],
  [
    ["ER_CON_COUNT_ERROR", "ER_TOO_MANY_USER_CONNECTIONS", "ER_USER_LIMIT_REACHED"],
    "unreachable",
    "The database server has too many connections. Try again in a moment.",
  ],
  [
    ["ER_UNKNOWN_COM_ERROR"],
    "unreachable",
    "This node of the cluster takes no statements: it is not in touch with most of the others. Try again in a moment, or name further hosts in the connection string.",
  ],
  [
    ["PROTOCOL_CONNECTION_LOST", "ECONNRESET", "EPIPE", "ER_SERVER_SHUTDOWN", "ER_CONNECTION_KILLED"],
    "connection_lost",
    "The connection to the database server broke. Try again; the connection is made anew.",
  ],
  [
    ["ER_LOCK_WAIT_TIMEOUT", "ER_LOCK_DEADLOCK"],
    "locked",
    "Another program is writing to the same runs. Try again in a moment.",
  ],
  [
    ["ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION", "ER_OPTION_PREVENTS_STATEMENT", "ER_READ_ONLY_MODE"],
    "no_permission",
    "The database can only be read over this connection.",
  ],
  [
    ["ER_DATA_OUT_OF_RANGE"],
    "expression",
    "A calculation of the expression gives a number that is too large for the database server. Fix the expression.",
  ],
  [
    ["ER_REGEXP_ERROR"],
    "expression",
    "The database server does not understand the regular expression of matches(). Fix the expression.",
  ],
  [
    ["ER_STACK_OVERRUN_NEED_MORE"],
    "expression",
    "The expression nests more than the database server takes. Split it in two queries.",
  ],
  [
    ["ER_QUERY_INTERRUPTED", "ER_QUERY_TIMEOUT", "1969"],
    "interrupted",
    "The database server ended the query: it took longer than the server allows, or its administrator ended it.",
  ],
  [
    ["ER_NET_PACKET_TOO_LARGE"],
    "too_large",
    "A text is larger than what the database server takes at once (its max_allowed_packet).",
  ],
  [
    ["ER_TRUNCATED_WRONG_VALUE_FOR_FIELD"],
    "bad_value",
    "A text has a character that the character set of the database's table cannot hold. Leave it out, or ask the server's administrator to convert the table to utf8mb4.",
  ],
  [
    [
      "ER_NO_DEFAULT_FOR_FIELD",
      "ER_BAD_NULL_ERROR",
      "ER_CONSTRAINT_FAILED",
      "ER_CHECK_CONSTRAINT_VIOLATED",
      "ER_NON_UPDATABLE_TABLE",
      "ER_NON_INSERTABLE_TABLE",
      "ER_VIEW_MULTIUPDATE",
      "ER_VIEW_NO_INSERT_FIELD_LIST",
      "ER_VIEW_DELETE_MERGE_VIEW",
      "ER_VIEW_NO_EXPLAIN",
    ],
    "bad_value",
    "The database has a rule of its own that the change breaks, as a column that may not be empty and that this program does not know, or a view. Nothing was changed. Write with the program that made the database.",
  ],
  [
    ["ER_DISK_FULL", "ER_RECORD_FILE_FULL"],
    "disk_full",
    "The disk of the database server is full. Tell its administrator.",
  ],
  [
    ["RCDB_UNTRUSTED_SERVER_KEY"],
    "login_refused",
    "The password was not sent: the connection is not encrypted, and the key that the server offers for the password could be an impostor's. Encrypt the connection with ?ssl=true in the connection string, or, on a network that you trust, add ?get_server_public_key=true.",
  ],
  [
    ["HANDSHAKE_NO_SSL_SUPPORT"],
    "login_refused",
    "The connection string asks for encryption, which the database server does not offer.",
    "certificate",
  ],
];

/** What mysql2 threw, as the failure people are told; null where it is none of the server's or the network's. */
export function explainMysqlError(thrown: unknown): Failure | null {
  if (!isDriverError(thrown)) return null;
  const { errno, message } = thrown;
  const code = thrown.code ?? errno?.toString() ?? (/closed state/.test(message) ? lost : "");
  const detail = { code, message };
  const found = explanations.find(([codes]) => codes.includes(code));
  if (found) {
    const said = found[1] === "no_permission" ? (denied(message) ?? found[2]) : found[2];
    return withCause({ code: found[1], message: said, detail }, found[3]);
  }
  if (code === "RCDB_LOGIN_METHOD") {
    return {
      code: "login_refused",
      message: `The login method ${message} of this user is not supported. Ask the server's administrator for a user that logs in by mysql_native_password or caching_sha2_password.`,
    };
  }
  if (isEncryptionError(code)) {
    return {
      code: "login_refused",
      message: `The encrypted connection to the database server cannot be made: ${message}. Check host, ssl_ca, ssl_cert and ssl_key in the connection string. On a network that you trust, ssl=unverified encrypts without verifying the server's certificate.`,
      detail: { ...detail, cause: "certificate" },
    };
  }
  if (errno === undefined) return notAsExpected(detail);
  if (errno < 0) {
    return {
      code: "unreachable",
      message: `The connection to the database server cannot be made, or failed: ${code}. Check the host and the network, and try again.`,
      detail,
    };
  }
  return { code: "internal", message: `The database server gives an error: ${message}`, detail };
}

/** What is said of a statement that its user may not make, where the server names both. */
function denied(message: string): string | null {
  const found = /^(\w+) command denied to user ('.*'@'.*') for table (\S+)/.exec(message);
  if (!found) return null;
  const [, command = "", user = "", table = ""] = found;
  const name = table.slice(table.lastIndexOf(".") + 1).replaceAll(/[`']/g, "");
  const wanted = ["INSERT", "UPDATE", "DELETE"].includes(command)
    ? "to grant SELECT, INSERT, UPDATE and DELETE"
    : `to grant ${command}`;
  return `The user ${user} may not ${command} in the table “${name}”. Ask the server's administrator ${wanted} on this database to that user.`;
}

function withCause(failure: Failure, cause: ConnectionCause | undefined): Failure {
  return cause === undefined ? failure : { ...failure, detail: { ...failure.detail, cause } };
}

const lost = "PROTOCOL_CONNECTION_LOST";

/** What the driver itself throws at an answer that it does not understand. */
function notAsExpected(detail: NonNullable<Failure["detail"]>): Failure {
  return {
    code: "unreachable",
    message:
      "What answers there does not speak MySQL's protocol as expected. Check host and port in the connection string; or the login method of this user is not supported: ask the server's administrator for one of mysql_native_password or caching_sha2_password.",
    detail: { ...detail, cause: "port" },
  };
}

function isEncryptionError(code: string): boolean {
  return code === "HANDSHAKE_SSL_ERROR" || /CERT|SELF_SIGNED|^ERR_(TLS|SSL)|^UNABLE_TO_/.test(code);
}
