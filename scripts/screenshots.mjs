// `npm run screenshots`: pictures of the window for README.md, taken in the real Electron on the sample database.
import { installDependencies } from "./setup/dependencies.mjs";
import { run } from "./setup/processes.mjs";
import { inProject } from "./setup/project.mjs";
import { runMain, say, step } from "./setup/terminal.mjs";

await runMain(async () => {
  await step("packages", installDependencies);
  // They use packages, and can be loaded only now.
  const { needs } = await import("./checks/needs.mjs");
  await needs.binding();
  await needs.build();
  await needs.sample();
  await needs.electron();
  await needs.display();
  const folder = inProject("docs", "screenshots");
  const command = [process.execPath, "--import", "tsx", inProject("scripts", "takeScreenshots.ts"), folder];
  const [program = "", ...rest] = process.env["DISPLAY"] ? command : ["xvfb-run", "-a", ...command];
  const { code } = await run(program, rest, { attached: true });
  process.exitCode = code;
  if (code === 0) say(`The pictures are in ${folder}.`);
});
