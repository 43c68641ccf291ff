/** Passwords of servers, in the system's keychain: no file has one that can be read without it. */
/* eslint-disable @typescript-eslint/no-deprecated -- the newer calls of safeStorage are missing in older versions that the program runs on */
import { safeStorage } from "electron";
import * as v from "valibot";
import { parseConnection } from "../core/db/parseConnection.ts";
import { StoredFile } from "./storedFile.ts";

/** Encrypted passwords in base64, by the connection strings that they are for. */
const schema = v.record(v.string(), v.string());

/**
 * The passwords by their connections, whole: a profile that leads to another server gets none. Where the system has no keychain they
 * are in memory, until the program ends.
 */
export class Passwords {
  readonly #file: StoredFile<Record<string, string>>;
  readonly #inMemory = new Map<string, string>();

  constructor(path: string) {
    this.#file = new StoredFile(path, schema, {}, true);
  }

  /** Whether passwords can be kept; if not, why, in words. */
  get keychain(): { readonly isAvailable: boolean; readonly words: string } {
    if (!safeStorage.isEncryptionAvailable() || isPlainText()) {
      return {
        isAvailable: false,
        words:
          "This system has no keychain that RCDB Desktop can use, so the password is asked for each time the program is started.",
      };
    }
    return { isAvailable: true, words: "The password is kept in the keychain of the system." };
  }

  has(connection: string): boolean {
    const key = keyOf(connection);
    return this.#inMemory.has(key) || (this.keychain.isAvailable && key in this.#file.value);
  }

  /** The password for a connection; null where none is kept, or the keychain no longer has the key to it. */
  of(connection: string): string | null {
    const key = keyOf(connection);
    const inMemory = this.#inMemory.get(key);
    if (inMemory !== undefined) return inMemory;
    const encrypted = this.#file.value[key];
    if (encrypted === undefined || !this.keychain.isAvailable) return null;
    try {
      return safeStorage.decryptString(Buffer.from(encrypted, "base64"));
    } catch {
      // Of another user, or another keychain: it is asked for again.
      return null;
    }
  }

  /** Keeps a password: in the keychain where that is asked for and possible, else until the program ends. */
  keep(connection: string, password: string, inKeychain: boolean): void {
    const key = keyOf(connection);
    this.forget(connection);
    if (inKeychain && this.keychain.isAvailable) {
      const encrypted = safeStorage.encryptString(password).toString("base64");
      this.#file.write({ ...this.#file.value, [key]: encrypted });
    } else {
      this.#inMemory.set(key, password);
    }
  }

  forget(connection: string): void {
    const key = keyOf(connection);
    this.#inMemory.delete(key);
    if (!(key in this.#file.value)) return;
    const others = Object.entries(this.#file.value).filter(([other]) => other !== key);
    this.#file.write(Object.fromEntries(others));
  }
}

function keyOf(connection: string): string {
  return parseConnection(connection).text;
}

/** Linux without a keychain: Chromium would encrypt with a key that everybody knows. */
function isPlainText(): boolean {
  return process.platform === "linux" && safeStorage.getSelectedStorageBackend() === "basic_text";
}
