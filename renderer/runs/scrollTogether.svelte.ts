/** A side of two results that scroll together. */
export interface ScrolledSide {
  /** An attachment: what people do in this side makes it the one that leads. */
  readonly leads: (node: HTMLElement) => () => void;
  /** The run at its top is another one. */
  readonly moved: (run: number) => void;
}

/** Shows the run at the top of one side, or that of the nearest number, at the top of the other one. */
type Show = (run: number) => void;

const otherSide = { left: "right", right: "left" } as const;

/**
 * Two results that scroll together, by run number, while it is wanted: each may be in an order of its own. The side in which people acted
 * last leads, so that neither follows its own echo.
 */
export class ScrollTogether {
  #leader: "left" | "right" = "left";
  readonly #tops: Record<"left" | "right", number | null> = { left: null, right: null };
  readonly #isWanted: () => boolean;
  readonly #show: Readonly<Record<"left" | "right", Show>>;

  constructor(isWanted: () => boolean, show: Readonly<Record<"left" | "right", Show>>) {
    this.#isWanted = isWanted;
    this.#show = show;
  }

  side(name: "left" | "right"): ScrolledSide {
    return {
      leads: (node) => {
        const lead = () => (this.#leader = name);
        const events = ["wheel", "pointerdown", "touchstart", "keydown"] as const;
        for (const event of events) node.addEventListener(event, lead, { capture: true, passive: true });
        return () => {
          for (const event of events) node.removeEventListener(event, lead, { capture: true });
          // A side that is gone leads no more.
          this.#tops[name] = null;
          if (this.#leader === name) this.#leader = otherSide[name];
        };
      },
      moved: (run) => {
        const isNew = this.#tops[name] === null;
        this.#tops[name] = run;
        // A side that has just come goes to where the other one is.
        if (name === this.#leader || isNew) this.follow();
      },
    };
  }

  /** Brings the side that does not lead to the run at the top of the other one. */
  follow(): void {
    const run = this.#tops[this.#leader];
    if (run !== null && this.#isWanted()) this.#show[otherSide[this.#leader]](run);
  }
}
