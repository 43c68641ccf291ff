import * as scroll from "./scroll.ts";

interface SeenRows {
  readonly first: number;
  readonly last: number;
}

/** Where a grid of many rows is scrolled to, and which of its rows are to be drawn. */
export class GridPlace {
  /** In pixels of the whole table, as if it were drawn whole. */
  offset = $state(0);
  /** Of the scroll bar, which stands for the offset on a smaller scale where there are millions of rows. */
  scrollTop = $state(0);
  /** The height of the scrolled element, with the header. */
  height = $state(0);
  readonly #headerHeight: number;
  readonly #count: () => number;
  readonly #element: () => HTMLElement;

  readonly viewport = $derived.by(() => Math.max(0, this.height - this.#headerHeight));
  readonly drawn = $derived.by(() => scroll.drawnRows(this.offset, this.viewport, this.#count()));

  /** `element` is what scrolls, once it is there. */
  constructor(headerHeight: number, count: () => number, element: () => HTMLElement) {
    this.#headerHeight = headerHeight;
    this.#count = count;
    this.#element = element;
  }

  /** The row at the top, and the last one that is at least partly seen. */
  get seen(): SeenRows {
    return this.#seenAt(this.offset);
  }

  /** Those that are seen once `scrolled` was called. */
  get seenNext(): SeenRows {
    return this.#seenAt(this.#nextOffset());
  }

  /** How many rows a page is. */
  get page(): number {
    return Math.max(1, Math.floor(this.viewport / scroll.ROW_HEIGHT) - 1);
  }

  moveTo(wanted: number): void {
    const element = this.#element();
    this.offset = Math.max(0, Math.min(wanted, scroll.lastOffset(this.#count(), this.viewport)));
    element.scrollTop = scroll.toScrollTop(this.offset, this.#count(), this.viewport);
    this.scrollTop = element.scrollTop;
  }

  /** Brings a row to the top, as far under the header as the row that was there. */
  moveToRow(row: number): void {
    this.moveTo(row === 0 ? 0 : row * scroll.ROW_HEIGHT + (this.offset % scroll.ROW_HEIGHT));
  }

  /** Scrolls no further than is needed to see all of a row. */
  reveal(row: number): void {
    if (row >= 0) this.moveTo(scroll.offsetShowing(row, this.offset, this.viewport));
  }

  /** To be called when the element was scrolled. */
  scrolled(): void {
    const offset = this.#nextOffset();
    if (offset === this.offset) return;
    this.offset = offset;
    this.scrollTop = this.#element().scrollTop;
  }

  #nextOffset(): number {
    const { scrollTop } = this.#element();
    // Where it is our own doing, the offset is known better than the scroll bar can say.
    if (Math.abs(scrollTop - this.scrollTop) < 1) return this.offset;
    return scroll.toOffset(scrollTop, this.#count(), this.viewport);
  }

  #seenAt(offset: number): SeenRows {
    return {
      first: Math.floor(offset / scroll.ROW_HEIGHT),
      last: Math.ceil((offset + this.viewport) / scroll.ROW_HEIGHT),
    };
  }

  /** An attachment: turns the wheel's steps into those of rows where the scroll bar is on a smaller scale. */
  readonly wheel = (node: HTMLElement): (() => void) => {
    const turn = (event: WheelEvent) => {
      if (!scroll.isScaled(this.#count()) || event.ctrlKey || event.shiftKey || event.deltaY === 0) return;
      event.preventDefault();
      const pixels = { 0: 1, 1: scroll.ROW_HEIGHT, 2: this.viewport }[event.deltaMode] ?? 1;
      this.moveTo(this.offset + event.deltaY * pixels);
    };
    node.addEventListener("wheel", turn, { passive: false });
    return () => node.removeEventListener("wheel", turn);
  };
}
