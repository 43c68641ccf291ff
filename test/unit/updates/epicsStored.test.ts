/** Slow controls in a database, as `rcdb update` stores them. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { readRun } from "../../../core/runs/run.ts";
import { findPlugins } from "../../../core/updates/registry.ts";
import { updateRun } from "../../../core/updates/update.ts";
import { backends } from "../../support/backends.ts";
import { openWritableForTest } from "../../support/database.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { hallDVariables, toolsIn } from "./epicsStandIns.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

describe.each(backends)("on $name", ({ create }) => {
  test("types are created, values stored once, and a silent variable overwrites nothing", async () => {
    const folder = temporaryFolder();
    const database = await openWritableForTest(await create({ types: { beam_current: "float" } }));
    const configuration = join(folder, "plugins.json");
    const options = { reader: "caget", valueLimit: 30 };
    writeFileSync(configuration, JSON.stringify({ plugins: { epics: { options } } }));
    const plugins = await findPlugins(["epics"], configuration);
    const update = async () => {
      const summary = await updateRun(database, "ann", {
        subject: { run: 10340 },
        reason: "start",
        plugins,
        runConfigFile: null,
      });
      return summary.plugins[0];
    };

    toolsIn(folder).installCaget(hallDVariables);
    expect(await update()).toMatchObject({ failure: null, warnings: [], types: 18, added: 19 });
    expect(await update()).toMatchObject({ types: 0, added: 0, replaced: 0, unchanged: 19 });
    toolsIn(folder).install("caget", "exit 1");
    const silent = await update();
    expect(silent).toMatchObject({ added: 0, replaced: 0, unchanged: 1 });
    expect(silent?.warnings).toHaveLength(1);

    const { conditions } = await readRun(database, 10340);
    const stored = Object.fromEntries(conditions.map(({ name, value }) => [name, value]));
    expect(stored).toMatchObject({
      beam_energy: 11_640.5,
      radiator_id: 5,
      polarization_direction: "PERP",
      target_type: "FULL & Ready",
      status: -1,
    });
  });
});
