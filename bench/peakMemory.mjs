// Loaded into a process by `--import`: tells at its end, on channel 3, how much memory it took at its most, in MB.
import { readFileSync, writeSync } from "node:fs";

process.on("exit", () => writeSync(3, String(peakInKilobytes() / 1024)));

/** On Linux `maxRSS` counts what the parent had when it started the process. */
function peakInKilobytes() {
  if (process.platform !== "linux") return process.resourceUsage().maxRSS;
  return Number(/VmHWM:\s*(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]);
}
