/** The hosts of a connection string: `db.org`, `db.org:3307`, `[::1]:3307`, or several with commas between them. */

/** Where a server listens. */
export interface Host {
  readonly host: string;
  readonly port: number;
}

const defaultPort = 3306;

const hostPattern = /^(?:\[(?<address>[^\][]+)\]|(?<name>[^:[\]]*))(?::(?<port>[^:]*))?$/s;

/**
 * The hosts of a text in their order, each once; an empty text is this computer. Throws what `malformed` makes of what is wrong.
 * `decode` reads percent signs.
 */
export function readHosts(
  text: string,
  decode: (part: string) => string,
  malformed: (problem: string) => Error,
): readonly [Host, ...Host[]] {
  const parts = text.split(",");
  const [first, ...others] = parts.map((part): Host => {
    const groups = hostPattern.exec(part)?.groups;
    if (!groups) {
      throw malformed(
        "A host in it cannot be read: it is a name or an address, one of IPv6 in brackets, and behind a colon its port.",
      );
    }
    if (part === "" && parts.length > 1) throw malformed("There is no host beside one of its commas.");
    return {
      host: decode(groups["address"] ?? groups["name"] ?? "") || "localhost",
      port: readPort(groups["port"], malformed),
    };
  });
  if (first === undefined) throw new TypeError("a split text has a first part");
  const isFirst = (host: Host, at: number): boolean =>
    [first, ...others].findIndex((other) => hostText(other) === hostText(host)) === at + 1;
  return [first, ...others.filter(isFirst)];
}

function readPort(text: string | undefined, malformed: (problem: string) => Error): number {
  if (text === undefined || text === "") return defaultPort;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    throw malformed("The port, behind the colon after the host, is a number up to 65535.");
  }
  return port;
}

/** `host:port`, for people. */
export function hostText({ host, port }: Host): string {
  return `${bracketed(host)}:${port}`;
}

/** The same for a connection string: without the usual port. */
export function hostInUrl({ host, port }: Host): string {
  return port === defaultPort ? bracketed(host) : hostText({ host, port });
}

function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}
