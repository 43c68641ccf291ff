/** The answers to a window's calls about its draft of changes: kept in a file, saved as a change file, read from one. */
import { dialog, type BrowserWindow } from "electron";
import type { ChangeFile } from "../core/api/changes.ts";
import type { CopyState } from "../core/api/copies.ts";
import type { DatabaseInfo } from "../core/api/database.ts";
import type { Handlers } from "../core/api/dispatch.ts";
import type { draftCalls, StoredDraft } from "../core/api/drafts.ts";
import { RcdbError } from "../core/api/failure.ts";
import { emptyChangeFile, isFor, readChangeFile, writeChangeFile } from "../core/changes/changeFile.ts";
import { hasDraft, readDraft, writeDraft } from "../core/changes/draftFile.ts";
import { currentUser } from "../core/writing/user.ts";
import { DraftPlaces } from "./draftPlaces.ts";

/** What of the window they need. */
interface OpenWindow {
  readonly window: BrowserWindow;
  /** The open database; throws where there is none. */
  readonly database: () => DatabaseInfo;
  readonly copy: () => Promise<CopyState | null>;
  /** Gets the files that are written. */
  readonly saved: Set<string>;
}

const filters = [{ name: "Change file", extensions: ["rcdbchange"] }];

/** Of all windows. */
const places = new DraftPlaces();

export function draftHandlers({ window, database, copy, saved }: OpenWindow): Handlers<typeof draftCalls> {
  const fileOf = async ({ changes, comment }: StoredDraft): Promise<ChangeFile> => ({
    ...emptyChangeFile(currentUser(), await copy()),
    comment: comment.trim() || null,
    changes,
  });
  // Its id is gone with it.
  const { id } = window;
  window.once("closed", () => places.leave(id));
  const hasDraftAt = (connection: string) => (place: number) => hasDraft(connection, place);
  const placeOf = (connection: string): number => places.placeOf(connection, id, hasDraftAt(connection));
  return {
    readDraft: async () => {
      const { connection } = database();
      const file = await readDraft(connection, placeOf(connection));
      const draft = file && { changes: file.changes, comment: file.comment ?? "" };
      return { draft, others: places.left(connection, hasDraftAt(connection)) };
    },
    keepDraft: async ({ connection, draft }) => {
      if (connection !== database().connection) {
        throw new RcdbError("not_open", "Another database is open by now: the last edit was not kept.");
      }
      await writeDraft(connection, placeOf(connection), {
        ...emptyChangeFile(currentUser(), null),
        comment: draft.comment,
        changes: draft.changes,
      });
      return {};
    },
    saveChangeFile: async ({ draft }) => {
      const day = new Date().toISOString().slice(0, 10);
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        title: "Save as change file",
        buttonLabel: "Save",
        defaultPath: `${database().name.replace(/\.[^.]*$/, "")}-${day}.rcdbchange`,
        filters,
      });
      if (canceled || !filePath) return null;
      await writeChangeFile(filePath, await fileOf(draft));
      saved.add(filePath);
      return { path: filePath };
    },
    openChangeFile: async ({ path }) => {
      const chosen = path ?? (await choose(window));
      if (chosen === null) return null;
      const file = await readChangeFile(chosen);
      const here = (await copy())?.source ?? database().connection;
      return { path: chosen, file, isElsewhere: !isFor(file, here) };
    },
  };
}

async function choose(window: BrowserWindow): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: "Open change file",
    buttonLabel: "Open",
    properties: ["openFile"],
    filters: [...filters, { name: "All files", extensions: ["*"] }],
  });
  return canceled ? null : (filePaths[0] ?? null);
}
