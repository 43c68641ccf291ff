import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/{unit,torture}/**/*.test.ts"],
    globalSetup: ["test/support/globalSetup.ts"],
    // They end what hangs: on a busy machine a test may take many times what it takes alone.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Many tests wait for processes, servers and limits of time: two for a core keep it busy.
    maxWorkers: 2 * availableParallelism(),
    // A test left with `.only` would hide all the others.
    allowOnly: false,
    // Files share the modules of what they test: reading these anew for each took a tenth of the time.
    isolate: false,
  },
});
