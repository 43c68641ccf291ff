import { fileName, saveFile } from "../lib/saveFile.ts";
import { paintShapes } from "./canvas.ts";
import type { Picture } from "./shapes.ts";
import { svgOf } from "./svg.ts";

export type PictureKind = "png" | "svg";

/** Pixels of a PNG for one in the window: it is to look well on paper. */
const pngScale = 2;

/** Saves a picture as a download of a name made from its title. */
export async function savePicture(picture: Picture, kind: PictureKind): Promise<void> {
  const blob = await blobOf(picture, kind);
  saveFile(`${fileName(picture.title)}.${kind}`, blob, blob.type);
}

/**
 * Puts a picture on the clipboard as PNG; answers whether it worked. Browsers allow that to pages of this computer and over
 * HTTPS only.
 */
export async function copyPicture(picture: Picture): Promise<boolean> {
  if (!("clipboard" in navigator)) return false;
  try {
    await navigator.clipboard.write([new ClipboardItem({ "image/png": blobOf(picture, "png") })]);
    return true;
  } catch (error) {
    // The system or the browser refuses; anything else is a fault.
    if (error instanceof DOMException) return false;
    throw error;
  }
}

/** What is said where `copyPicture` did not work. */
export const copyingRefused = "The system did not allow copying a picture: save it as PNG";

async function blobOf({ shapes, size, font }: Picture, kind: PictureKind): Promise<Blob> {
  if (kind === "svg") return new Blob([svgOf(shapes, size, font)], { type: "image/svg+xml" });
  return pngOf(paintShapes(shapes, size, font, pngScale));
}

function pngOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("The picture could not be made."))),
      "image/png",
    );
  });
}
