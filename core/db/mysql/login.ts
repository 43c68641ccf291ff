/** The ways to log in to a server, so that no password leaves in a form that an impostor could read. */
import { authPlugins, type AuthPlugin } from "mysql2";
import type { MysqlConnection } from "./connection.ts";

/** Methods of MariaDB and MySQL that the driver does not know, by the name the server asks for. */
const unsupported: Readonly<Record<string, string>> = {
  client_ed25519: "ed25519",
  parsec: "PARSEC",
  dialog: "PAM",
  auth_gssapi_client: "GSSAPI",
  authentication_kerberos_client: "Kerberos",
  authentication_ldap_sasl_client: "LDAP",
  authentication_oci_client: "OCI",
  authentication_webauthn_client: "WebAuthn",
  authentication_fido_client: "FIDO",
  authentication_openid_connect_client: "OpenID Connect",
};

/**
 * What the driver does for each method a server may ask for. Without encryption, `sha256_password` and `caching_sha2_password` encrypt
 * the password with a key that the server sends, which may be an impostor's: they stop before that unless the connection
 * trusts the server's key, as MySQL's own clients do (`--get-server-public-key`).
 */
export function loginMethods({ trustsServerKey }: MysqlConnection): Record<string, AuthPlugin> {
  const onServerPublicKey = (): void => {
    if (!trustsServerKey) throw refusal("RCDB_UNTRUSTED_SERVER_KEY");
  };
  return {
    sha256_password: authPlugins.sha256_password({ onServerPublicKey }),
    caching_sha2_password: authPlugins.caching_sha2_password({ onServerPublicKey }),
    mysql_clear_password: unsupportedMethod("clear-text"),
    ...Object.fromEntries(Object.entries(unsupported).map(([name, word]) => [name, unsupportedMethod(word)])),
  };
}

function unsupportedMethod(word: string): AuthPlugin {
  return () => () => {
    throw refusal("RCDB_LOGIN_METHOD", word);
  };
}

/** In the form of the driver's own errors, so that they are put into words where those are. */
function refusal(code: string, message = ""): Error {
  return Object.assign(new Error(message), { code });
}
