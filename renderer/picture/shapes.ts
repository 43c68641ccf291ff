/** Plain shapes in pixels: the one drawing that both kinds of pictures are made from. */
export interface Rectangle {
  readonly kind: "rectangle";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly colour: string;
  readonly opacity: number;
}
/** Lines of points x, y, x, y, … */
export interface Line {
  readonly kind: "line";
  readonly stretches: readonly (readonly number[])[];
  readonly colour: string;
  readonly width: number;
  readonly isDashed?: boolean;
}
/** Centres x, y, x, y, … */
export interface Dots {
  readonly kind: "dots";
  readonly centres: readonly number[];
  readonly radius: number;
  readonly colour: string;
}
export interface Words {
  readonly kind: "words";
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly align: "left" | "center" | "right";
  readonly colour: string;
  readonly size: number;
  readonly isBold: boolean;
  /** Whether it is read from below, beside an axis. */
  readonly isUpright?: boolean;
  /** Instead of the picture's; blanks are kept then, as in a file. */
  readonly font?: string;
  /** How wide it is drawn, above 0, whatever its font makes of it: that one may not be there. */
  readonly width?: number;
}
/** Shapes of which only what lies within the rectangle is seen. */
export interface Cut {
  readonly kind: "cut";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}
export type Shape = Rectangle | Line | Dots | Words | Cut;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What is drawn, and in which fonts: names as CSS has them. */
export interface Picture {
  /** Names the file that it is saved as. */
  readonly title: string;
  readonly shapes: readonly Shape[];
  readonly size: Size;
  readonly font: string;
}
