/** The sample database, which is made in the user's folder when it is first asked for. */
import { app, utilityProcess } from "electron";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { RcdbError } from "../core/api/failure.ts";

const entry = fileURLToPath(new URL("./sampleProcess.mjs", import.meta.url));

/** The path of the sample. Throws `internal` where it cannot be made, with the reason, and `cancelled`. */
export async function samplePath(signal: AbortSignal): Promise<string> {
  const path = join(app.getPath("userData"), "sample.sqlite");
  if (existsSync(path)) return path;
  const child = utilityProcess.fork(entry, [path], { serviceName: "RCDB sample", stdio: "inherit" });
  const end = (): void => void child.kill();
  signal.addEventListener("abort", end, { once: true });
  await new Promise<void>((resolve) => child.once("exit", () => resolve()));
  signal.removeEventListener("abort", end);
  if (signal.aborted) throw new RcdbError("cancelled", "Cancelled.");
  if (existsSync(path)) return path;
  throw new RcdbError(
    "disk_full",
    `The sample database could not be written to “${path}”. Make room on the disk, or check the permissions of its folder.`,
  );
}
