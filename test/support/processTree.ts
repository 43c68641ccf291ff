/** The processes of an application, as the system lists them. */
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
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

/** The seconds for which each process of the machine has computed so far. */
export function processorSeconds(): ReadonlyMap<number, number> {
  return new Map(listProcesses().map(({ pid, seconds }) => [pid, seconds]));
}

/**
 * The processes of these that have computed for more than some seconds since then: with more than a start takes, about
 * a third of a second, they are at work.
 */
export function busyProcesses(
  pids: readonly number[],
  seconds: number,
  since: ReadonlyMap<number, number> = new Map(),
): number[] {
  const now = processorSeconds();
  return pids.filter((pid) => (now.get(pid) ?? 0) - (since.get(pid) ?? 0) > seconds);
}

/** Waits until none of the processes runs any more. Throws where some still do after `timeout` milliseconds. */
export async function untilGone(pids: readonly number[], timeout = 180_000): Promise<void> {
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

interface Listed {
  readonly pid: number;
  readonly parent: number;
  /** For how long it has computed: in hundredths on Linux, elsewhere often in whole seconds. */
  readonly seconds: number;
}

/** All processes of the machine, but for those that have ended and wait for their parent to hear of it. */
function listProcesses(): Listed[] {
  // Tests ask again and again; `ps` takes many times as long.
  return process.platform === "linux" ? listByFiles() : listByCommand();
}

function listByFiles(): Listed[] {
  return readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? listedByFile(Number(name)) : []));
}

function listedByFile(pid: number): Listed[] {
  let line: string;
  try {
    line = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    // Ended meanwhile.
    return [];
  }
  // The name before it may hold blanks and parentheses. Times are in hundredths of a second.
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  const [state, parent, user, system] = [fields[0], fields[1], fields[11], fields[12]];
  return state === "Z"
    ? []
    : [{ pid, parent: Number(parent), seconds: (Number(user) + Number(system)) / 100 }];
}

function listByCommand(): Listed[] {
  const listed = execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat=,time="], { encoding: "utf8" });
  return listed.split("\n").flatMap((line) => {
    const [pid, parent, state = "Z", time = ""] = line.trim().split(/\s+/);
    return state.startsWith("Z")
      ? []
      : [{ pid: Number(pid), parent: Number(parent), seconds: secondsOf(time) }];
  });
}

/** `[[days-]hours:]minutes:seconds`, on some systems with a fraction. */
function secondsOf(time: string): number {
  const [days, clock] = time.includes("-") ? time.split("-") : ["0", time];
  const seconds = (clock ?? "").split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  return Number(days) * 86_400 + seconds;
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
