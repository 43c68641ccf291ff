/** What is read off at the pointer. */
export interface Card {
  readonly title: string;
  readonly rows: readonly CardRow[];
}

interface CardRow {
  readonly name: string;
  readonly value: string;
  /** Whether it is what is pointed at. */
  readonly isStrong?: boolean;
}

interface Place {
  readonly left: number;
  readonly top: number;
}
interface Size {
  readonly width: number;
  readonly height: number;
}

/** Pixels between the pointer and the card. */
const away = 14;
const edge = 4;

/** Where a card stands beside a place of the window: to the right and below, where there is no room on the other side. */
export function placeOfCard(at: Place, card: Size, room: Size): Place {
  const beside = (start: number, size: number, whole: number): number => {
    const after = start + away;
    if (after + size + edge <= whole) return after;
    return Math.max(edge, start - away - size);
  };
  return {
    left: beside(at.left, card.width, room.width),
    top: beside(at.top, card.height, room.height),
  };
}
