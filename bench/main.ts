/** `npm run bench`: measures, as ratios, what the program is to be fast at. */
import { Command, InvalidArgumentError } from "commander";
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

const { json, only, runs, growth, folder } = command.opts<Options>();
const databases = new Databases(folder, runs, say);
try {
  const ok = growth ? await measureGrowth(databases, say) : await measureLines();
  if (!ok) process.exitCode = 1;
} finally {
  await databases.close();
}

/** Answers whether every chosen line has met its target. */
async function measureLines(): Promise<boolean> {
  const chosen = lines.filter(
    ({ name }) => only.length === 0 || only.some((beginning) => name.startsWith(beginning)),
  );
  if (chosen.length === 0) command.error(`No line begins with ${only.join(" or ")}.`, { exitCode: 2 });
  const results: Result[] = [];
  for (const line of chosen) {
    say(`measuring ${line.name}`);
    const result = await resultOf(line, databases);
    results.push(result);
    if (json) console.log(JSON.stringify(result));
  }
  if (!json) console.log(tableOf(results));
  return results.every(({ ok }) => ok);
}
