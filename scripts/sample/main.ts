import { Command, InvalidArgumentError, Option } from "commander";
import { defaultOptions, indexChoices, SampleError, schemaChoices, type SampleOptions } from "./options.ts";
import { writeSample, type SampleProgress } from "./write.ts";

function integer(text: string): number {
  if (!/^-?\d+$/.test(text)) throw new InvalidArgumentError("Give an integer.");
  return Number(text);
}

/** One line that renews itself on a terminal; elsewhere a line for every tenth. */
function progressLine(): (progress: SampleProgress) => void {
  let shown = "";
  return ({ step, done, total }) => {
    const percent = Math.floor((100 * done) / total);
    const text = `${step}: ${process.stderr.isTTY ? percent : percent - (percent % 10)} %`;
    if (text === shown) return;
    shown = text;
    process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}${done === total ? "\n" : ""}` : `${text}\n`);
  };
}

const command = new Command("npm run sample --")
  .description("Writes a sample RCDB database of a believable Hall D.")
  .requiredOption("--out <file>", "the SQLite file to write")
  .option("--runs <number>", "how many runs", integer, defaultOptions.runs)
  .option("--seed <integer>", "another seed, another sample", integer, defaultOptions.seed)
  .addOption(
    new Option("--indexes <which>", "indexes on conditions")
      .choices(indexChoices)
      .default(defaultOptions.indexes),
  )
  .option("--duplicates", "store some values and some files of runs twice", defaultOptions.duplicates)
  .addOption(
    new Option("--schema <version>", "schema version").choices(schemaChoices).default(defaultOptions.schema),
  )
  .option("--force", "overwrite the file if it is there", defaultOptions.force)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse();

const interrupted = new AbortController();
process.once("SIGINT", () => interrupted.abort());
const options = command.opts<SampleOptions>();
try {
  const { runs, conditions, files, bytes } = await writeSample(options, progressLine(), interrupted.signal);
  const size = (bytes / 1e6).toFixed(1);
  process.stderr.write(
    `${options.out}: ${runs} runs, ${conditions} conditions, ${files} files, ${size} MB\n`,
  );
} catch (error) {
  if (!(error instanceof SampleError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.code === "cancelled" ? 130 : 2;
}
