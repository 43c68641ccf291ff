import { fileName, saveFile } from "../../lib/saveFile.ts";
import type { Figure } from "../../plot/figure.ts";
import { readPalette } from "../../plot/palette.ts";
import { paintShapes } from "./canvas.ts";
import { figureShapes } from "./shapes.ts";
import { svgOf } from "./svg.ts";

export type PictureKind = "png" | "svg";

/** Pixels of a PNG for one in the window: it is to look well on paper. */
const pngScale = 2;

/** Saves a figure as a download of a name made from its title; a panel is as large as in the window. */
export async function savePicture(
  figure: Figure,
  kind: PictureKind,
  { width, panelHeight }: { width: number; panelHeight: number },
): Promise<void> {
  const palette = readPalette();
  const { shapes, size } = figureShapes(figure, palette, width, panelHeight);
  const blob =
    kind === "svg"
      ? new Blob([svgOf(shapes, size, palette.font)], { type: "image/svg+xml" })
      : await pngOf(paintShapes(shapes, size, palette.font, pngScale));
  saveFile(`${fileName(figure.title)}.${kind}`, blob, blob.type);
}

function pngOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("The picture could not be made."))),
      "image/png",
    );
  });
}
