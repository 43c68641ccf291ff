/** What goes wrong with SSH tunnels, in words. */
import { RcdbError, type FailureCode } from "../../api/failure.ts";
import { codeOf } from "../../disk/faults.ts";
import type { Target, Tunnel } from "./tunnel.ts";

/** A failure of the tunnel, and not of what is reached through it. */
export function tunnelFailure(code: FailureCode, message: string): RcdbError {
  return new RcdbError(code, message, { cause: "tunnel" });
}

/** Why the SSH server could not be reached or refuses the login; `ways` says how that was tried. */
export function explainedConnecting(
  thrown: Error & { level?: string },
  tunnel: Tunnel,
  ways: string,
): RcdbError {
  const { host, port, user } = tunnel;
  const reason = codeOf(thrown);
  if (reason === "ENOTFOUND" || reason === "EAI_AGAIN") {
    return tunnelFailure(
      "unreachable",
      `SSH tunnel: no computer named “${host}” can be found. Check the host of the tunnel, and the network.`,
    );
  }
  if (reason === "ECONNREFUSED") {
    return tunnelFailure(
      "unreachable",
      `SSH tunnel: no SSH server listens at port ${port} of “${host}”. Check host and port of the tunnel.`,
    );
  }
  if (thrown.level === "client-authentication" || thrown.level === "agent") {
    return tunnelFailure(
      "login_refused",
      `SSH tunnel: “${host}” refuses the login of ${user} with ${ways}. Check user and key: “ssh ${portOption(port)}${user}@${host}” must work without a password.`,
    );
  }
  if (thrown.level === "client-timeout" || reason === "ETIMEDOUT" || reason === "EHOSTUNREACH") {
    return tunnelFailure(
      "unreachable",
      `SSH tunnel: “${host}” gives no answer at port ${port}. Check host and port of the tunnel, and the network.`,
    );
  }
  return tunnelFailure(
    "unreachable",
    `SSH tunnel: the connection to “${host}”, port ${port}, cannot be made: ${thrown.message}. Check that an SSH server listens there.`,
  );
}

/** Why the SSH server gives no way to the database server: `connection_lost` where it does not say so itself, but ended. */
export function explainedTarget(thrown: unknown, { host }: Tunnel, target: Target): RcdbError {
  const isRefused = thrown instanceof Error && typeof (thrown as { reason?: unknown }).reason === "number";
  if (!isRefused) {
    return tunnelFailure(
      "connection_lost",
      `SSH tunnel: the connection through “${host}” broke. Check the network, and try again.`,
    );
  }
  const place = "path" in target ? `the socket ${target.path}` : `${target.host}, port ${target.port}`;
  const { message } = thrown;
  const isForbidden = /prohibited/i.test(message);
  return new RcdbError(
    "unreachable",
    isForbidden
      ? `SSH tunnel: “${host}” does not allow connections to ${place}. Ask its administrator (AllowTcpForwarding, PermitOpen).`
      : `SSH tunnel: “${host}” is reached, but no database server from there at ${place}. Check host and port of the database server, as “${host}” sees them.`,
    { cause: "port", message },
  );
}

/** The option of `ssh` for a port, with a blank behind it; nothing for the usual one. */
export function portOption(port: number): string {
  return port === 22 ? "" : `-p ${port} `;
}
