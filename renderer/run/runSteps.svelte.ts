import { untrack } from "svelte";
import type { Navigation } from "../model/navigation.svelte.ts";
import type { OpenRun } from "../model/openRun.svelte.ts";

/** Runs beside another one; null where there is none. */
export interface Neighbours {
  readonly previous: number | null;
  readonly next: number | null;
}

/** Two ways along the list of the result, the first ones by the number where there is no list, and two by the number. */
export type Step = "above" | "below" | "earlier" | "later";

/** What is shown, to go on from. */
interface From {
  readonly run: number;
  /** The runs before and after it in the database; null while they are not known. */
  readonly detail: Neighbours | null;
  /** The runs above and below it in the list of the result; null where it is in none. */
  readonly inList: Neighbours | null;
  readonly open: (run: number) => void;
}

const none: Neighbours = { previous: null, next: null };

/**
 * The ways from the shown run to others. A step that is asked for while the next run is still on its way is remembered,
 * and made from that one once its neighbours are known: the last one, however many were asked for.
 */
export class RunSteps {
  readonly #openRun: OpenRun;
  readonly #navigation: Navigation;
  readonly #from: () => From;
  /** The step, and the run that it is to lead on from. */
  #remembered = $state.raw<{ readonly step: Step; readonly from: number | null } | null>(null);

  constructor(openRun: OpenRun, navigation: Navigation, from: () => From) {
    this.#openRun = openRun;
    this.#navigation = navigation;
    this.#from = from;
    $effect(() => this.#makeRemembered());
  }

  readonly inList: Neighbours | null = $derived.by(() => this.#from().inList);
  readonly inDatabase: Neighbours = $derived.by(() => this.#from().detail ?? none);

  /** Whether the list is gone through: where it is not known yet, the keys of the list may mean it. */
  get mayBeInList(): boolean {
    return this.inList !== null || this.#openRun.isPlacing;
  }

  /** The run that a step leads to; as far as it is known, while another one is on its way. */
  targetOf(step: Step): number | null {
    const { inList, inDatabase } = this;
    if (step === "above") return (inList ?? inDatabase).previous;
    if (step === "below") return (inList ?? inDatabase).next;
    return step === "earlier" ? inDatabase.previous : inDatabase.next;
  }

  /** Whether there is a run for a step to lead to, or that cannot be told yet. */
  isPossible(step: Step): boolean {
    return this.#isOnItsWay(step) || this.targetOf(step) !== null;
  }

  take(step: Step): void {
    if (this.#isOnItsWay(step)) {
      this.#remembered = { step, from: this.#navigation.route.run };
      return;
    }
    const target = this.targetOf(step);
    if (target !== null) this.#from().open(target);
  }

  /** Whether the neighbours are not known yet, or those of the run before. The place in the list may be known before the run itself. */
  #isOnItsWay(step: Step): boolean {
    const { isPlacing } = this.#openRun;
    const isInList = this.inList !== null && (step === "above" || step === "below");
    const { run, detail } = this.#from();
    return isPlacing || (!isInList && (detail === null || this.#navigation.route.run !== run));
  }

  #makeRemembered(): void {
    const remembered = this.#remembered;
    if (!remembered) return;
    const isLeft = remembered.from !== this.#navigation.route.run;
    if (!isLeft && this.#isOnItsWay(remembered.step)) return;
    this.#remembered = null;
    if (!isLeft) untrack(() => this.take(remembered.step));
  }
}
