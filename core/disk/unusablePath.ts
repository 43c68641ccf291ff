import { RcdbError } from "../api/failure.ts";
import { codeOf } from "./errorCode.ts";

/** What the system says of a path that nothing can be read from or written to, in words; null for everything else. */
export function unusablePath(thrown: unknown, path: string): RcdbError | null {
  switch (codeOf(thrown)) {
    case "ELOOP":
      return new RcdbError(
        "bad_input",
        `“${path}” is a link that leads back to itself. Name the file itself.`,
      );
    // What opening a socket or a device without a driver gives.
    case "ENXIO":
    case "ENODEV":
      return new RcdbError(
        "bad_input",
        `“${path}” is a device, a pipe or a socket, not a file. Name a file.`,
      );
    case "EIO":
      return new RcdbError(
        "bad_input",
        `“${path}” cannot be used: its disk or device fails. Try again later.`,
      );
    case "ENAMETOOLONG":
    case "ERR_INVALID_ARG_VALUE":
      return new RcdbError("bad_input", `“${path.slice(0, 200)}” cannot be the path of a file.`);
    default:
      return null;
  }
}
