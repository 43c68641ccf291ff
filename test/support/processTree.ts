/** The processes of an application, as the system lists them. */
import { execFileSync } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";

/** The process and all that it has started, at any depth. */
export function processTree(root: number): number[] {
  const processes = listProcesses();
  const tree = [root];
  // It grows while it is gone through.
  for (const pid of tree) {
    for (const child of processes) if (child.parent === pid) tree.push(child.pid);
  }
  return tree;
}

/** Waits until none of the processes runs any more. Throws where some still do after so many milliseconds. */
export async function untilGone(pids: readonly number[], patience: number): Promise<void> {
  const start = performance.now();
  for (;;) {
    const running = new Set(listProcesses().map(({ pid }) => pid));
    const left = pids.filter((pid) => running.has(pid));
    if (left.length === 0) return;
    if (performance.now() - start > patience) {
      throw new Error(`after ${patience} ms these processes still run: ${left.join(", ")}`);
    }
    await wait(10);
  }
}

/** All processes of the machine, but for those that have ended and wait for their parent to hear of it. */
function listProcesses(): { readonly pid: number; readonly parent: number }[] {
  const listed = execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat="], { encoding: "utf8" });
  return listed.split("\n").flatMap((line) => {
    const [pid, parent, state = "Z"] = line.trim().split(/\s+/);
    return state.startsWith("Z") ? [] : [{ pid: Number(pid), parent: Number(parent) }];
  });
}
