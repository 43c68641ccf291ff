import type { WindowClient } from "../client/client.ts";
import type { Failure, Outcome } from "../../core/api/failure.ts";
import type {
  Alias,
  ConditionType,
  GivenAlias,
  GivenConditionType,
  GivenRunPeriod,
  RunPeriod,
} from "../../core/api/catalogue.ts";
import type { Session } from "../model/session.svelte.ts";
import type { WriteMode } from "../model/writeMode.svelte.ts";

type Call = () => Promise<Outcome<unknown>>;

/** A change in words, how it is made, and how it is taken back. */
interface Change {
  readonly words: string;
  readonly make: Call;
  /** Null where it cannot be. */
  readonly takeBack: Call | null;
}

/** What was changed last. */
interface Done {
  readonly words: string;
  /** Null where it has been taken back. */
  readonly takeBack: Call | null;
}

/** Changes the aliases and run periods of the open database, one after the other; the last change can be taken back. */
export class Catalogue {
  isBusy = $state(false);
  done = $state.raw<Done | null>(null);
  /** Why the last change failed that no form asked for. */
  failure = $state.raw<Failure | null>(null);
  readonly #client: WindowClient;
  readonly #session: Session;

  readonly #mode: WriteMode;

  constructor(client: WindowClient, session: Session, mode: WriteMode) {
    this.#mode = mode;
    this.#client = client;
    this.#session = session;
  }

  /** Adds an alias, or changes `before`, which keeps its name. Answers what went wrong. */
  saveAlias(alias: Required<Pick<GivenAlias, "name" | "code" | "description">>, before: Alias | null) {
    const client = this.#client;
    const own = before?.source === "database" ? before : null;
    return this.#make({
      words: `Alias @${alias.name} is ${own ? "changed" : "added"}.`,
      make: () => client.addAlias({ ...alias, replace: own !== null }),
      takeBack: () =>
        own
          ? client.addAlias({ name: own.name, code: own.code, description: own.description, replace: true })
          : client.deleteAlias({ name: alias.name }),
    });
  }

  async deleteAlias({ id, name, code, description }: Alias): Promise<void> {
    this.failure = await this.#make({
      words: `Alias @${name} is deleted.`,
      make: () => this.#client.deleteAlias({ name, id }),
      takeBack: () => this.#client.addAlias({ name, code, description }),
    });
  }

  /** Adds a run period, or changes `before`. Answers what went wrong. */
  savePeriod(period: GivenRunPeriod, before: RunPeriod | null) {
    const client = this.#client;
    const change = (id: number, to: GivenRunPeriod) =>
      client.updateRunPeriod({ ...to, id, newName: to.name });
    return this.#make({
      words: `Run period ${period.name} is ${before ? "changed" : "added"}.`,
      make: () => (before ? change(before.id, period) : client.createRunPeriod(period)),
      takeBack: () => (before ? change(before.id, before) : client.deleteRunPeriod({ name: period.name })),
    });
  }

  async deletePeriod(period: RunPeriod): Promise<void> {
    this.failure = await this.#make({
      words: `Run period ${period.name} is deleted.`,
      make: () => this.#client.deleteRunPeriod({ id: period.id }),
      takeBack: () => this.#client.createRunPeriod(period),
    });
  }

  /** Adds a condition type, or renames and describes `before`. Answers what went wrong. */
  saveType(given: Required<GivenConditionType>, before: ConditionType | null) {
    const client = this.#client;
    const change = (id: number, { name, description }: Pick<ConditionType, "name" | "description">) =>
      client.updateConditionType({ id, newName: name, description });
    return this.#make({
      words: `Condition type ${given.name} is ${before ? "changed" : "added"}.`,
      make: () => (before ? change(before.id, given) : client.createConditionType(given)),
      takeBack: () =>
        before ? change(before.id, before) : client.deleteConditionType({ name: given.name, values: 0 }),
    });
  }

  /** Deletes a condition type with as many values as were shown. Answers whether it is gone. */
  async deleteType({ id, name, type, description }: ConditionType, values: number): Promise<boolean> {
    this.failure = await this.#make({
      words: `Condition type ${name} is deleted.`,
      make: () => this.#client.deleteConditionType({ id, values }),
      takeBack: values === 0 ? () => this.#client.createConditionType({ name, type, description }) : null,
    });
    return this.failure === null;
  }

  /** Takes the last change back. */
  async undo(): Promise<void> {
    const { done } = this;
    if (!done?.takeBack || this.isBusy) return;
    this.failure = await this.#call(done.takeBack);
    if (!this.failure) this.done = { words: `Undone: ${done.words}`, takeBack: null };
  }

  async #make({ words, make, takeBack }: Change): Promise<Failure | null> {
    const failure = await this.#call(make);
    if (!failure) this.done = { words, takeBack };
    return failure;
  }

  /** Makes it once people allow changes. */
  async #call(call: Call): Promise<Failure | null> {
    if (!(await this.#mode.ensure())) return notAllowed;
    this.isBusy = true;
    this.failure = null;
    const outcome = await call();
    if (outcome.ok) await this.#session.refresh();
    this.isBusy = false;
    return outcome.ok ? null : outcome.error;
  }
}

const notAllowed: Failure = {
  code: "not_allowed",
  message: "Nothing was changed: this window reads. Allow changes, then save again.",
};
