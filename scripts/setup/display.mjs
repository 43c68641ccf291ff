/** Whether a window can be shown to somebody. */
export function hasDisplay() {
  if (process.platform !== "linux") return true;
  return Boolean(process.env["DISPLAY"]) || Boolean(process.env["WAYLAND_DISPLAY"]);
}

/**
 * The command with a virtual display around it, where there is no real one.
 * @param {string} command
 * @param {string[]} args
 * @returns {[command: string, args: string[]]}
 */
export function onSomeDisplay(command, args) {
  if (hasDisplay()) return [command, args];
  return ["xvfb-run", ["-a", "--server-args=-screen 0 1600x1000x24", command, ...args]];
}
