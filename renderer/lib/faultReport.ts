export interface FaultPlace {
  readonly version: string;
  readonly page: string;
  readonly part: string;
  /** Of the open database. */
  readonly kind: string;
}

/** What was thrown, in words. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return withoutPasswords(message).slice(0, 300);
}

/** A fault as a text for those who fix it: where it was, and what was thrown. It holds no password. */
export function faultReport({ version, page, part, kind }: FaultPlace, error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  return [
    `RCDB Desktop ${version}`,
    `Page: ${page}, part: ${part}, database: ${kind}`,
    `Error: ${messageOf(error)}`,
    withoutPasswords(stack),
    navigator.userAgent,
    "",
  ].join("\n");
}

/** A text with the passwords of connection strings made unreadable. */
function withoutPasswords(text: string): string {
  return text.replace(/(:\/\/[^\s/:@]*):[^\s]*@/g, "$1:…@");
}
