import { utilityProcess } from "electron";
import { fileURLToPath } from "node:url";
import type { ChildProcess, FromDatabaseProcess } from "../core/process/protocol.ts";

const entry = fileURLToPath(new URL("./databaseProcess.mjs", import.meta.url));

/** Starts a database process as a child of main. */
export function spawnDatabaseProcess(): ChildProcess {
  const child = utilityProcess.fork(entry, [], { serviceName: "RCDB database", stdio: "inherit" });
  let wanted = true;
  // It has no pid until it has started.
  child.once("spawn", () => {
    if (!wanted) end();
  });

  function end(): void {
    // Not `child.kill()`: a process in the middle of a long statement is to end now.
    if (child.pid !== undefined) process.kill(child.pid, "SIGKILL");
  }

  return {
    post: (message) => child.postMessage(message),
    listen: (listener) => child.on("message", (message: FromDatabaseProcess) => listener(message)),
    onExit: (listener) => child.once("exit", listener),
    kill: () => {
      wanted = false;
      end();
    },
  };
}
