/** What the system says went wrong with a file or folder: its codes in one table, and what is said of each. */
import { getSystemErrorMap } from "node:util";
import { RcdbError } from "../api/failure.ts";

export type Fault =
  | "missing"
  /** What is to be a folder, on the way or at the end, is none. */
  | "noFolder"
  | "forbidden"
  | "full"
  | "tooLarge"
  | "exists"
  | "folder"
  | "device"
  | "loop"
  | "failing"
  | "busy"
  | "manyOpen"
  | "away"
  | "longName"
  | "noPath";

const faults: Readonly<Record<string, Fault>> = {
  ENOENT: "missing",
  ENOTDIR: "noFolder",
  EACCES: "forbidden",
  EPERM: "forbidden",
  EROFS: "forbidden",
  ENOSPC: "full",
  EDQUOT: "full",
  EFBIG: "tooLarge",
  EEXIST: "exists",
  EISDIR: "folder",
  // What opening a socket or a device without a driver gives.
  ENXIO: "device",
  ENODEV: "device",
  ELOOP: "loop",
  EIO: "failing",
  // What a device or a file of the system's own gives that has nothing to say now.
  EAGAIN: "busy",
  EWOULDBLOCK: "busy",
  EBUSY: "busy",
  ETXTBSY: "busy",
  EMFILE: "manyOpen",
  ENFILE: "manyOpen",
  // A disk on another computer.
  ESTALE: "away",
  ENOTCONN: "away",
  ETIMEDOUT: "away",
  EHOSTDOWN: "away",
  EHOSTUNREACH: "away",
  ENAMETOOLONG: "longName",
  ERR_INVALID_ARG_VALUE: "noPath",
};

/** The code of an error, as `ENOENT`; undefined for everything else. */
export function codeOf(thrown: unknown): unknown {
  return thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
}

/** What an error of the system means; undefined for everything else. */
export function faultOf(thrown: unknown): Fault | undefined {
  const code = codeOf(thrown);
  return typeof code === "string" && Object.hasOwn(faults, code) ? faults[code] : undefined;
}

/** Whether the system says that nothing is at the path. */
export function isMissing(thrown: unknown): boolean {
  const fault = faultOf(thrown);
  return fault === "missing" || fault === "noFolder";
}

/** What is said of a fault whatever was to be done with the path. */
const always: Partial<Record<Fault, (path: string) => string>> = {
  loop: (path) => `“${path}” is a link that leads back to itself. Name the file itself.`,
  device: (path) => `“${path}” is a device, a pipe or a socket, not a file. Name a file.`,
  failing: (path) => `“${path}” cannot be used: its disk or device fails. Try again later.`,
  busy: (path) =>
    `“${path}” cannot be used now: it is busy, or a file of the system's own that is not for reading. Name another file, or try again later.`,
  manyOpen: (path) =>
    `“${path}” cannot be opened: too many files are open. Close other programs, or ask the administrator for more (ulimit -n).`,
  away: (path) =>
    `“${path}” is on a disk of another computer, which does not answer. Check the network, and try again later.`,
  longName: (path) => `“${path.slice(0, 200)}” cannot be the path of a file.`,
  noPath: (path) => `“${path.slice(0, 200)}” cannot be the path of a file.`,
};

/**
 * What the system says of a path, in words: those of `words`, which has what depends on what was to be done, or else what is
 * said always; of an error without either the system's own. What is not a folder is missing where `words` says nothing of it.
 * Everything that is no error of the system is answered as it is.
 */
export function explainedFault(
  thrown: unknown,
  path: string,
  words: Partial<Record<Fault, () => RcdbError>> = {},
): unknown {
  const fault = faultOf(thrown);
  const own = fault && (words[fault] ?? (fault === "noFolder" ? words.missing : undefined));
  if (own) return own();
  const message = fault && always[fault]?.(path);
  return message === undefined ? (unnamedFault(thrown, path) ?? thrown) : new RcdbError("bad_input", message);
}

/** What the system itself says of an error that has no words here; null for what is none of the system's. */
function unnamedFault(thrown: unknown, path: string): RcdbError | null {
  if (!(thrown instanceof Error) || !("errno" in thrown) || typeof thrown.errno !== "number") return null;
  const [, words] = getSystemErrorMap().get(thrown.errno) ?? [];
  if (words === undefined) return null;
  return new RcdbError(
    "bad_input",
    `“${path}” cannot be used: ${words}. Name another file, or try again later.`,
  );
}

/** What is said where a file is to be and nothing is. */
export function noSuchFile(path: string): RcdbError {
  return new RcdbError("no_such_file", `There is no file “${path}”. Check the path.`);
}

/** What is said where a file or a folder is to be and nothing is. */
export function nothingAt(path: string): RcdbError {
  return new RcdbError("no_such_file", `There is no “${path}”. Check the path.`);
}

/** What is said of a file that is to be made where there is no folder; `fix` is what to do. */
export function noFolderFor(path: string, fix = "Choose another folder."): RcdbError {
  return new RcdbError("no_such_file", `The folder of “${path}” does not exist. ${fix}`);
}

/** What is said of a file that this user may not read. */
export function notReadable(path: string): RcdbError {
  return new RcdbError("no_permission", `“${path}” may not be read. Ask its owner for the permission.`);
}
