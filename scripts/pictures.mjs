// `npm run pictures`: every page in every state, in both themes and three sizes, to be looked at.
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
  const folder = process.argv[2] ?? inProject("out", "pictures");
  const command = ["--import", "tsx", inProject("scripts", "takePictures.ts"), folder];
  const { code } = await run(process.execPath, command, { attached: true });
  process.exitCode = code;
  if (code === 0) say(`The pictures are in ${folder}.`);
});
