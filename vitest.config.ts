import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/unit/**/*.test.ts"],
    globalSetup: ["test/support/globalSetup.ts"],
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // All cores: most tests wait for processes and servers.
    maxWorkers: "100%",
    // A test left with `.only` would hide all the others.
    allowOnly: false,
  },
});
