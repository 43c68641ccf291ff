import { fork } from "node:child_process";
import type { ChildProcess, FromDatabaseProcess } from "../core/process/protocol.ts";
import { databaseProcess } from "./layout.ts";

/** Starts a database process as a child of the server. */
export function spawnDatabaseProcess({ entry, execArgv } = databaseProcess): ChildProcess {
  const child = fork(entry, [], {
    execArgv,
    serialization: "advanced",
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  return {
    // A process that cannot be told anything has ended, or is about to: `onExit` hears of it.
    post: (message) => child.send(message, () => undefined),
    listen: (listener) => child.on("message", (message) => listener(message as FromDatabaseProcess)),
    onExit: (listener) => {
      child.once("exit", listener);
      // It could not be started at all.
      child.once("error", listener);
    },
    kill: () => child.kill("SIGKILL"),
  };
}
