/** Where a column is being dragged to: before another one, or to the end. */
export interface ColumnMove {
  readonly name: string;
  readonly before: string | null;
  readonly isPinned: boolean;
}

/** The number of pixels after which a drag has begun. */
const DRAG_FROM = 5;

/** Dragging in the header row: columns to other places, their edges to other widths. */
export class ColumnDrag {
  moving = $state.raw<ColumnMove | null>(null);
  /** The click that ends a drag is not meant to sort. */
  wasDragged = false;

  /** A column was pressed: follows the pointer, and tells where it was let go. */
  move(
    event: PointerEvent,
    name: string,
    placeAt: (x: number) => Omit<ColumnMove, "name">,
    onmove: (move: ColumnMove) => void,
  ): void {
    const from = event.clientX;
    const follow = ({ clientX }: PointerEvent) => {
      if (Math.abs(clientX - from) < DRAG_FROM && !this.moving) return;
      this.wasDragged = true;
      this.moving = { name, ...placeAt(clientX) };
    };
    track(follow, () => {
      if (this.moving) onmove(this.moving);
      this.moving = null;
    });
  }

  /** The edge of a column was pressed: tells its width as it changes. */
  resize(event: PointerEvent, width: number, onresize: (width: number) => void): void {
    event.stopPropagation();
    this.wasDragged = true;
    const from = event.clientX - width;
    track(
      ({ clientX }) => onresize(clientX - from),
      () => undefined,
    );
  }
}

function track(follow: (event: PointerEvent) => void, drop: () => void): void {
  const ending = new AbortController();
  const { signal } = ending;
  const end = () => {
    ending.abort();
    drop();
  };
  window.addEventListener("pointermove", follow, { signal });
  window.addEventListener("pointerup", end, { signal });
  window.addEventListener("pointercancel", end, { signal });
}
