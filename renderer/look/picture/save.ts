import { fileName, saveFile } from "../../lib/saveFile.ts";
import type { Figure } from "../../plot/figure.ts";
import { readPalette } from "../../plot/palette.ts";
import { paintShapes } from "./canvas.ts";
import { figureShapes } from "./shapes.ts";
import { svgOf } from "./svg.ts";

export type PictureKind = "png" | "svg";

/** How large the panels of a picture are: as in the window. */
export interface PictureSize {
  readonly width: number;
  readonly panelHeight: number;
}

/** Pixels of a PNG for one in the window: it is to look well on paper. */
const pngScale = 2;

/** Saves a figure as a download of a name made from its title. */
export async function savePicture(figure: Figure, kind: PictureKind, size: PictureSize): Promise<void> {
  const blob = await pictureOf(figure, kind, size);
  saveFile(`${fileName(figure.title)}.${kind}`, blob, blob.type);
}

/**
 * Puts a figure on the clipboard as PNG; answers whether it worked. Browsers allow that to pages of this computer and over
 * HTTPS only.
 */
export async function copyPicture(figure: Figure, size: PictureSize): Promise<boolean> {
  if (!("clipboard" in navigator)) return false;
  try {
    await navigator.clipboard.write([new ClipboardItem({ "image/png": pictureOf(figure, "png", size) })]);
    return true;
  } catch (error) {
    // The system or the browser refuses; anything else is a fault.
    if (error instanceof DOMException) return false;
    throw error;
  }
}

async function pictureOf(
  figure: Figure,
  kind: PictureKind,
  { width, panelHeight }: PictureSize,
): Promise<Blob> {
  const palette = readPalette();
  const { shapes, size } = figureShapes(figure, palette, width, panelHeight);
  if (kind === "svg") return new Blob([svgOf(shapes, size, palette.font)], { type: "image/svg+xml" });
  return pngOf(paintShapes(shapes, size, palette.font, pngScale));
}

function pngOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("The picture could not be made."))),
      "image/png",
    );
  });
}
