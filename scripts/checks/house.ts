/** `npm run house`: how the inside is built, in numbers that are to fall to none, but for the one of a new operator. docs/architecture.md says what they are about. */
import { ESLint } from "eslint";
import { contract } from "../../core/api/contract.ts";
import { exportFormats } from "../../core/api/exportFormats.ts";
import { takersOfAll } from "../../test/support/contexts.ts";
import { circlesOf, fileGraph, folderGraph, sourceFiles } from "../../test/support/moduleGraph.ts";
import { operatorPlaces } from "../../test/support/operatorPlaces.ts";
import { readProjectFile as read } from "../../test/support/projectFiles.ts";

const rooms = ["core", "renderer", "cli", "server", "main"];
const graphs = new Map(rooms.map((room) => [room, fileGraph(room)]));
const graphOf = (room: string) => graphs.get(room) ?? new Map<string, Set<string>>();
const isLoose = (file: string): boolean => file.split("/").length === 2;

/** A kind of database as a value, or as a key of a table: not in a path, a message or a comment. */
const kinds = /["'`](?:sqlite|mysql)["'`]|\b(?:sqlite|mysql)\??:(?!\/\/)/;
/** The columns of an index are looked at; of the rows of a condition the one with the highest id is taken, in SQL. */
const chooses = /columns\[0\] === |id DESC LIMIT 1|2 \* id\b|newer\.id/;
const sources = rooms.flatMap(sourceFiles);

/** A value, as `format === "parquet"`; of the names those that stand for nothing else. */
const formatNames = new RegExp(
  `["'](?:${Object.keys(exportFormats)
    .filter((name) => !["json", "csv", "tsv"].includes(name))
    .join("|")})["']`,
);

async function lintedWithoutTypes(): Promise<string[]> {
  const eslint = new ESLint();
  const components = sources.filter((file) => file.endsWith(".svelte"));
  const isTyped = async (file: string): Promise<boolean> => {
    const { rules = {} } = (await eslint.calculateConfigForFile(`${file}/1_types.ts`)) as {
      rules?: Record<string, [number]>;
    };
    return rules["@typescript-eslint/no-floating-promises"]?.[0] === 2;
  };
  const typed = await Promise.all(components.map(isTyped));
  return components.filter((_, at) => !typed[at]);
}

const measures: readonly (readonly [what: string, found: readonly string[]])[] = [
  ["folders of the renderer in a circle", circlesOf(folderGraph("renderer", graphOf("renderer"))).flat()],
  ["folders of the core in a circle", circlesOf(folderGraph("core", graphOf("core"))).flat()],
  ["circles of files", rooms.flatMap((room) => circlesOf(graphOf(room))).map((circle) => circle.join(" · "))],
  ["loose files in core", sources.filter((file) => file.startsWith("core/") && isLoose(file))],
  ["files of the renderer that take the whole App", takersOfAll(graphOf("renderer"))],
  [
    "files outside core/db that name a kind of database",
    sources.filter((file) => !file.startsWith("core/db/") && kinds.test(read(file))),
  ],
  [
    "files outside core/conditions that choose by an index, or say which of several rows counts",
    sources.filter((file) => !/^core\/(db|conditions)\//.test(file) && chooses.test(read(file))),
  ],
  [
    "names of calls in what passes calls on",
    [
      ...sourceFiles("core").filter((file) => file.startsWith("core/process/")),
      "core/api/dispatch.ts",
    ].flatMap((file) =>
      Object.keys(contract)
        .filter((name) => read(file).includes(`"${name}"`))
        .map((name) => `${file}: ${name}`),
    ),
  ],
  [
    "files outside core/api and core/formats that name an export format",
    sources.filter((file) => !/^core\/(api|formats)\//.test(file) && formatNames.test(read(file))),
  ],
  ["components linted without types", await lintedWithoutTypes()],
  ["files that a new operator with a node of its own changes, of four that it takes", operatorPlaces()],
  [
    "files of schemas apart from their calls",
    sources.filter((file) => /^core\/api\/\w*[sS]chemas\.ts$/.test(file)),
  ],
];

const details = process.argv.includes("--all");
for (const [what, found] of measures) {
  process.stdout.write(`${String(found.length).padStart(4)}  ${what}\n`);
  if (details) for (const one of found) process.stdout.write(`        ${one}\n`);
}
