/** Ends a process whose parent has gone, in the middle of a statement, too, which keeps its own thread from hearing of it. */
import { Worker } from "node:worker_threads";

/** Milliseconds between two looks. */
const pause = 500;

/** On most systems an orphan gets another parent; on Windows the number of the old one stays, and leads nowhere. */
const program = `
  const { workerData } = require("node:worker_threads");
  setInterval(() => {
    let isThere = process.ppid === workerData;
    try {
      process.kill(workerData, 0);
    } catch (thrown) {
      if (thrown.code === "ESRCH") isThere = false;
      else if (thrown.code !== "EPERM") throw thrown;
    }
    if (!isThere) process.kill(process.pid, "SIGKILL");
  }, ${pause});
`;

/** To be called as the process starts. Keeps it from nothing: not from ending, either. */
export function endWithParent(): void {
  new Worker(program, { eval: true, execArgv: [], workerData: process.ppid }).unref();
}
