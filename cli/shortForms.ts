/** Options before a command whose value is the next word. */
const withValue = ["-c", "--connection", "--user-config"];

/**
 * The command that short forms of the Python tool stand for: `rcdb 10340` for `rcdb run 10340`, `rcdb -c FILE` for
 * `rcdb -c FILE info`, and its name `web` for `serve`. Everything else stays as it is.
 */
export function withoutShortForms(args: readonly string[]): readonly string[] {
  let at = 0;
  let named = process.env["RCDB_CONNECTION"] ?? "";
  for (; args[at]?.startsWith("-"); at += 1) {
    const word = args[at] ?? "";
    if (["-h", "--help", "-V", "--version", "--"].includes(word)) return args;
    if (withValue.includes(word)) at += 1;
    if (/^(-c|--connection\b)/.test(word)) named = word;
  }
  const command = args[at];
  if (command === undefined) return named === "" ? args : [...args, "info"];
  const before = args.slice(0, at);
  if (command === "web") return [...before, "serve", ...args.slice(at + 1)];
  return /^\d+$/.test(command) ? [...before, "run", ...args.slice(at)] : args;
}
