/** The processes of an application, as the system lists them. */
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readlinkSync } from "node:fs";
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

/** The processes of these that have computed for more than some seconds: longer than a start takes, so they are at work. */
export function busyProcesses(pids: readonly number[], seconds: number): number[] {
  const busy = new Set(listProcesses().flatMap((listed) => (listed.seconds > seconds ? [listed.pid] : [])));
  return pids.filter((pid) => busy.has(pid));
}

/** Waits until none of the processes runs any more. Throws where some still do after `timeout` milliseconds. */
export async function untilGone(pids: readonly number[], timeout: number): Promise<void> {
  const start = performance.now();
  for (;;) {
    const running = new Set(listProcesses().map(({ pid }) => pid));
    const left = pids.filter((pid) => running.has(pid));
    if (left.length === 0) return;
    if (performance.now() - start > timeout) {
      throw new Error(`after ${timeout} ms these processes still run: ${left.join(", ")}`);
    }
    await wait(10);
  }
}

/** The whole seconds for which the processes that this one has started, at any depth, have computed together. */
export function processorSeconds(root: number): number {
  const own = new Set(processTree(root).filter((pid) => pid !== root));
  return listProcesses().reduce((sum, { pid, seconds }) => sum + (own.has(pid) ? seconds : 0), 0);
}

/** The files that a process has open, as far as it still runs. */
export function openFilesOf(pid: number): string[] {
  if (process.platform !== "linux") {
    const { stdout } = spawnSync("lsof", ["-p", String(pid), "-Fn"], { encoding: "utf8" });
    return stdout.split("\n").map((line) => line.replace(/^n/, ""));
  }
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).flatMap((name) => {
    try {
      return [readlinkSync(`${folder}/${name}`)];
    } catch {
      // Closed meanwhile.
      return [];
    }
  });
}

/** `[[days-]hours:]minutes:seconds`, on some systems with a fraction. */
function secondsOf(time: string): number {
  const [days, clock] = time.includes("-") ? time.split("-") : ["0", time];
  const seconds = (clock ?? "").split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  return Number(days) * 86_400 + seconds;
}

/** All processes of the machine, but for those that have ended and wait for their parent to hear of it. */
function listProcesses(): { readonly pid: number; readonly parent: number; readonly seconds: number }[] {
  const listed = execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat=,time="], { encoding: "utf8" });
  return listed.split("\n").flatMap((line) => {
    const [pid, parent, state = "Z", time = ""] = line.trim().split(/\s+/);
    return state.startsWith("Z")
      ? []
      : [{ pid: Number(pid), parent: Number(parent), seconds: secondsOf(time) }];
  });
}

/** Stops a process, as a debugger does, and waits until all of its threads stand: one that still runs may answer. */
export async function pauseProcess(pid: number): Promise<void> {
  process.kill(pid, "SIGSTOP");
  for (;;) {
    const states = execFileSync("ps", ["-L", "-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
    if (
      states
        .trim()
        .split("\n")
        .every((state) => state.trim().startsWith("T"))
    )
      return;
    await wait(10);
  }
}
