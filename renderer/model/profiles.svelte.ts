import type { WindowClient } from "../client/client.ts";
import type { Failure, Outcome } from "../../core/api/failure.ts";
import type { ListedProfile, Profile, ProfileList } from "../../core/api/profiles.ts";

/** A profile that is made or changed in the dialog. */
export interface EditedProfile {
  readonly profile: Profile;
  /** The name of the one that it takes the place of; null for a new one. */
  readonly replaces: string | null;
  /** Whether a password is kept for its connection. */
  readonly hasPassword: boolean;
  /** Whether a server is to be connected to: what is saved is opened. */
  readonly connects?: boolean;
}

const newProfile: Profile = { name: "", color: "teal", connection: "", access: "read" };

/** The connection profiles of this user, which the command line shares. */
export class Profiles {
  list = $state.raw<ProfileList | null>(null);
  /** Why there is no list of them. */
  failure = $state.raw<Failure | null>(null);
  /** What the dialog is about; null while it is closed. */
  edited = $state.raw<EditedProfile | null>(null);

  readonly all: readonly ListedProfile[] = $derived(this.list?.profiles ?? []);

  readonly #client: WindowClient;

  constructor(client: WindowClient) {
    this.#client = client;
  }

  /** Reads them anew: the command line may have changed them. */
  async load(): Promise<void> {
    this.#take(await this.#client.listProfiles());
  }

  /** Opens the dialog for a new profile; `connection` is where it begins. */
  add(connection = ""): void {
    this.edited = { profile: { ...newProfile, connection }, replaces: null, hasPassword: false };
  }

  /** Opens the dialog for a server that is to be connected to. */
  connect(): void {
    this.edited = { profile: newProfile, replaces: null, hasPassword: false, connects: true };
  }

  /** Opens the dialog for a profile that is there. */
  edit({ name, color, connection, access, hasPassword }: ListedProfile): void {
    this.edited = { profile: { name, color, connection, access }, replaces: name, hasPassword };
  }

  /** Saves what the dialog has; answers what is in the way. */
  async save(
    profile: Profile,
    replaces: string | null,
    password: string | null,
    keepPassword: boolean,
  ): Promise<Failure | null> {
    return this.#take(await this.#client.saveProfile({ profile, replaces, password, keepPassword }));
  }

  async remove(name: string): Promise<Failure | null> {
    return this.#take(await this.#client.removeProfile({ name }));
  }

  #take(outcome: Outcome<ProfileList>): Failure | null {
    if (!outcome.ok) {
      if (this.list === null) this.failure = outcome.error;
      return outcome.error;
    }
    this.list = outcome.value;
    this.failure = null;
    return null;
  }
}
