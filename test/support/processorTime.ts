/** The milliseconds that this process has computed for: unlike the time of day, other programs do not add to them. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
