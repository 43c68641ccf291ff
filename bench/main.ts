/** `npm run bench`: measures, as ratios, what the program is to be fast at. */
import { Command, InvalidArgumentError } from "commander";
import { hasDisplay, onSomeDisplay } from "../scripts/setup/display.mjs";
import { run } from "../scripts/setup/processes.mjs";
import { inProject } from "../scripts/setup/project.mjs";
import { Databases } from "./databases.ts";
import { measureGrowth } from "./growth.ts";
import { lines } from "./lines/all.ts";
import { resultOf, tableOf, type Result } from "./result.ts";

interface Options {
  readonly json: boolean;
  readonly only: readonly string[];
  readonly runs: number;
  readonly growth: boolean;
  readonly window: boolean;
  readonly load: boolean;
  readonly folder: string;
}

const command = new Command("npm run bench --")
  .description(
    "Measures the program against what does the least for the same answer; exit code 1 where it is too slow.",
  )
  .option("--json", "a line of JSON for each result", false)
  .option("--only <name>", "only the lines whose names begin so; may be repeated", collect, [])
  .option("--runs <number>", "how many runs the measured sample has", integer, 50_000)
  .option("--folder <path>", "where the databases are kept", inProject("data", "bench"))
  .option("--growth", "measures up to a million runs instead, and writes bench/README.md", false)
  .option("--load", "has 50 clients ask a server for a minute instead", false)
  .option("--window", "measures the window on a million runs instead, in the real Electron", false)
  .addHelpText("after", `\nLines: ${lines.map(({ name }) => name).join(", ")}`)
  .parse();

function collect(name: string, others: readonly string[]): readonly string[] {
  return [...others, name];
}

function integer(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("Give a positive integer.");
  return Number(text);
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

const { json, only, runs, growth, window, load, folder } = command.opts<Options>();
if (window && !hasDisplay()) {
  const [program, args] = onSomeDisplay(process.execPath, [...process.execArgv, ...process.argv.slice(1)]);
  process.exitCode = (await run(program, args, { attached: true })).code;
} else {
  const databases = new Databases(folder, runs, say);
  try {
    if (!(await measure(databases))) process.exitCode = 1;
  } finally {
    await databases.close();
  }
}

/** Answers whether all that was asked for has met its target. */
async function measure(databases: Databases): Promise<boolean> {
  const results: Result[] = [];
  const tell = (result: Result): void => {
    results.push(result);
    if (json) console.log(JSON.stringify(result));
  };
  if (growth) {
    await measureGrowth(databases, say, tell);
  } else if (load) {
    const { measureLoad } = await import("./load.ts");
    await measureLoad(databases, say, tell);
  } else if (window) {
    // Loaded only here: it needs Electron.
    const { measureWindow } = await import("./window/window.ts");
    await measureWindow(databases, say, tell);
  } else {
    await measureLines(databases, tell);
  }
  if (!json) console.log(tableOf(results));
  return results.every(({ ok }) => ok);
}

async function measureLines(databases: Databases, tell: (result: Result) => void): Promise<void> {
  const chosen = lines.filter(
    ({ name }) => only.length === 0 || only.some((beginning) => name.startsWith(beginning)),
  );
  if (chosen.length === 0) command.error(`No line begins with ${only.join(" or ")}.`, { exitCode: 2 });
  for (const line of chosen) {
    say(`measuring ${line.name}`);
    tell(await resultOf(line, databases));
  }
}
