/** The keys of SSH servers, verified as OpenSSH does: by a fingerprint, or by `~/.ssh/known_hosts`. */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { RcdbError } from "../../api/failure.ts";
import { isMissing } from "../../disk/faults.ts";
import { portOption, tunnelFailure } from "./failures.ts";
import type { Tunnel } from "./tunnel.ts";

interface KnownKey {
  readonly isRevoked: boolean;
  readonly type: string;
  readonly key: Buffer;
}

/** The keys of a server that are known; none where there is no file of them. */
function knownKeys({ host, port }: Tunnel): KnownKey[] {
  const name = port === 22 ? host : `[${host}]:${port}`;
  return readKnownHosts()
    .split("\n")
    .flatMap((line): KnownKey[] => {
      const fields = line.trim().split(/\s+/);
      const marker = fields[0]?.startsWith("@") ? fields.shift() : undefined;
      const [hosts = "", type = "", key = ""] = fields;
      // Certificates of hosts are not understood by the library.
      if (hosts.startsWith("#") || key === "" || marker === "@cert-authority" || !isNamed(name, hosts))
        return [];
      return [{ isRevoked: marker === "@revoked", type, key: Buffer.from(key, "base64") }];
    });
}

function readKnownHosts(): string {
  try {
    return readFileSync(knownHostsPath(), "utf8");
  } catch (thrown) {
    if (isMissing(thrown)) return "";
    throw tunnelFailure(
      "no_permission",
      `SSH tunnel: “${knownHostsPath()}”, which has the keys of known servers, cannot be read.`,
    );
  }
}

function knownHostsPath(): string {
  return join(homedir(), ".ssh", "known_hosts");
}

function isNamed(name: string, hosts: string): boolean {
  if (hosts.startsWith("|1|")) {
    const [, , salt = "", hash = ""] = hosts.split("|");
    const computed = createHmac("sha1", Buffer.from(salt, "base64")).update(name).digest();
    const stored = Buffer.from(hash, "base64");
    return stored.length === computed.length && timingSafeEqual(stored, computed);
  }
  const patterns = hosts.toLowerCase().split(",");
  const fits = (pattern: string): boolean => matches(name.toLowerCase(), pattern);
  return (
    patterns.some((pattern) => !pattern.startsWith("!") && fits(pattern)) &&
    !patterns.some((pattern) => pattern.startsWith("!") && fits(pattern.slice(1)))
  );
}

/** Whether a name is that of a pattern, in which `*` stands for any text and `?` for a character. */
function matches(name: string, pattern: string): boolean {
  const parts = pattern.split(/([*?])/).map((part) => {
    if (part === "*") return ".*";
    return part === "?" ? "." : part.replace(/[\\^$.|+()[\]{}]/g, "\\$&");
  });
  return new RegExp(`^${parts.join("")}$`, "s").test(name);
}

/** Why the key that a server shows is not taken; null where it is the server's. */
export function problemOfHostKey(tunnel: Tunnel, key: Buffer): RcdbError | null {
  const { host, port, user, hostKey } = tunnel;
  const shown = fingerprintOf(key);
  if (hostKey !== null) {
    return shown === hostKey
      ? null
      : tunnelFailure(
          "login_refused",
          `SSH tunnel: the key of “${host}” (${typeOf(key)}, ${shown}) is not the one named by ssh_host_key. It may be an impostor's: ask the administrator of “${host}”.`,
        );
  }
  const known = knownKeys(tunnel);
  const same = known.filter((one) => one.key.equals(key));
  if (same.some(({ isRevoked }) => isRevoked) || (same.length === 0 && known.length > 0)) {
    return tunnelFailure(
      "login_refused",
      `SSH tunnel: the key of “${host}” (${typeOf(key)}, ${shown}) is another one than in “${knownHostsPath()}”. It may be an impostor's: ask the administrator of “${host}”.`,
    );
  }
  if (same.length > 0) return null;
  return tunnelFailure(
    "login_refused",
    `SSH tunnel: the key of “${host}” is not known. Connect once with “ssh ${portOption(port)}${user}@${host}” and accept it, or, where the administrator confirms it, give ssh_host_key=${shown}`,
  );
}

/** As `ssh-keygen -l` prints it. */
export function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
}

/** A key begins with the length and the text of its type. */
function typeOf(key: Buffer): string {
  const length = key.length >= 4 ? key.readUInt32BE(0) : 0;
  return key
    .subarray(4, 4 + Math.min(length, 60))
    .toString("latin1")
    .replace(/[^\x20-\x7e]/g, "?");
}

const acceptedAlgorithms = [
  "ssh-ed25519",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "rsa-sha2-512",
  "rsa-sha2-256",
] as const;

/** The kinds of keys that a server is asked for: first those by which it is known, as it has one of each kind. */
export function hostKeyAlgorithms(tunnel: Tunnel): (typeof acceptedAlgorithms)[number][] {
  const types = new Set(tunnel.hostKey === null ? knownKeys(tunnel).map(({ type }) => type) : []);
  const isKnown = (algorithm: string): boolean =>
    types.has(algorithm) || (algorithm.startsWith("rsa-") && types.has("ssh-rsa"));
  return acceptedAlgorithms.toSorted((a, b) => Number(isKnown(b)) - Number(isKnown(a)));
}
