import type { fileCalls } from "../api/files.ts";
import { checkFiles } from "../files/checkFiles.ts";
import { readFile } from "../files/files.ts";
import { searchFiles } from "../files/fileSearch.ts";
import { readFileUse, readRunsOfFile } from "../files/fileUse.ts";
import {
  findFile,
  listFilePaths,
  listFileVersions,
  listPaths,
  listRunsOfFile,
} from "../files/fileVersions.ts";
import { addFile } from "../writing/configurationFiles.ts";
import { attachFile, detachFile } from "../writing/fileLinks.ts";
import { inOneTransaction, type HandlersOf } from "./handler.ts";

export const fileHandlers: HandlersOf<typeof fileCalls> = {
  readFile: (database, { id }) => readFile(database, id),
  checkFiles: (database, { run }, { signal }) => checkFiles(database, run, signal),
  listPaths,
  listFilePaths: (database, { search }, { signal }) => listFilePaths(database, search, signal),
  listFileVersions: (database, { path }) => listFileVersions(database, path),
  findFile: (database, { path, run }) => findFile(database, path, run),
  listRunsOfFile: (database, { id }) => listRunsOfFile(database, id),
  readFileUse: (database, { path }, { signal }) => readFileUse(database, path, signal),
  readRunsOfFile: (database, { id }, { signal }) => readRunsOfFile(database, id, signal),
  searchFiles,
  addFile: inOneTransaction(addFile),
  attachFile: inOneTransaction(attachFile),
  detachFile: inOneTransaction(detachFile),
};
