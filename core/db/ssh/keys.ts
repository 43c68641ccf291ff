/** With what to log in to an SSH server: a key file, the agent, the usual keys. Never a password. */
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import ssh2, { type AnyAuthMethod } from "ssh2";
import { isMissing } from "../../disk/faults.ts";
import { tunnelFailure } from "./failures.ts";
import type { Tunnel } from "./tunnel.ts";

/** As OpenSSH looks for them. */
const usualKeys = ["id_ed25519", "id_ecdsa", "id_rsa"];

export interface LoginWays {
  readonly methods: AnyAuthMethod[];
  /** In words, for messages. */
  readonly words: string;
}

/** The ways to log in, in the order in which they are tried. Throws `bad_connection` and `login_refused` where there is none. */
export function loginWays({ user, key, host }: Tunnel): LoginWays {
  const agent = process.env["SSH_AUTH_SOCK"] ?? "";
  const byAgent: AnyAuthMethod[] = agent === "" ? [] : [{ type: "agent", username: user, agent }];
  if (key !== null) {
    const byKey = readKey(key);
    if (byKey === null && agent === "") {
      throw tunnelFailure(
        "bad_connection",
        `SSH tunnel: the key “${key}” is protected by a passphrase. Add it to the SSH agent: ssh-add ${key}`,
      );
    }
    const methods = byKey === null ? byAgent : [publicKey(user, byKey), ...byAgent];
    return { methods, words: `the key “${key}”` };
  }
  const keys = usualKeys.flatMap((name) => {
    const path = join(homedir(), ".ssh", name);
    const found = isThere(path) ? readKey(path) : null;
    return found === null ? [] : [publicKey(user, found)];
  });
  const methods = [...byAgent, ...keys];
  if (methods.length === 0) {
    throw tunnelFailure(
      "login_refused",
      `SSH tunnel: there is no key for “${host}”: no SSH agent runs, and ~/.ssh has no key without a passphrase. Give ssh_key, or start an agent.`,
    );
  }
  return { methods, words: "the keys of the SSH agent and of ~/.ssh" };
}

function publicKey(username: string, key: Buffer): AnyAuthMethod {
  return { type: "publickey", username, key };
}

function isThere(path: string): boolean {
  try {
    readFileSync(path);
    return true;
  } catch {
    // The usual keys are tried, not asked for.
    return false;
  }
}

/** A private key; null where it is protected by a passphrase. */
function readKey(path: string): Buffer | null {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (thrown) {
    const reason = isMissing(thrown) ? "does not exist" : "cannot be read";
    throw tunnelFailure(
      "bad_connection",
      `SSH tunnel: the key “${path}” ${reason}. Check its path and its permissions.`,
    );
  }
  const parsed = ssh2.utils.parseKey(bytes);
  if (!(parsed instanceof Error)) return bytes;
  if (/passphrase|encrypted/i.test(parsed.message)) return null;
  throw tunnelFailure("bad_connection", `SSH tunnel: “${path}” is not a private key of SSH. Check its path.`);
}
