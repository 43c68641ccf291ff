import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What a file starts, or tries at random: its tests are few for the time that they take. */
const isLong =
  /\b(startServer|startCluster|startRcdb|rcdb|program|spawn|spawnSync|fork|execFile|bundledDatabaseProcess|rounds)\(/;

/** Files that take long for their size begin first: one of them that began last would run alone at the end. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const long = new Set(files.filter(({ moduleId }) => isLong.test(readFileSync(moduleId, "utf8"))));
    const others = files.filter((file) => !long.has(file));
    return [...(await super.sort([...long])), ...(await super.sort(others))];
  }
}

export default defineConfig({
  test: {
    include: ["test/{unit,torture}/**/*.test.ts"],
    globalSetup: ["test/support/globalSetup.ts"],
    sequence: { sequencer: LongFirst },
    // They end what hangs: on a busy machine a test may take many times what it takes alone.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 180_000 } },
    // Many tests wait for processes, servers and limits of time: two for a core keep it busy.
    maxWorkers: 2 * availableParallelism(),
    // A test left with `.only` would hide all the others.
    allowOnly: false,
    // Files share the modules of what they test: reading these anew for each took a tenth of the time.
    isolate: false,
  },
});
