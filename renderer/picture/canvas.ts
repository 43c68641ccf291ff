import { dashes } from "../plot/painting.ts";
import type { Shape, Size } from "./shapes.ts";

/** Paints shapes on a canvas, `scale` of its pixels for one of theirs. */
export function paintShapes(
  shapes: readonly Shape[],
  { width, height }: Size,
  font: string,
  scale: number,
): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This window has no canvas to paint on.");
  context.scale(scale, scale);
  context.lineJoin = "round";
  for (const shape of shapes) paint(context, shape, font);
  return canvas;
}

function paint(context: CanvasRenderingContext2D, shape: Shape, font: string): void {
  switch (shape.kind) {
    case "rectangle":
      context.globalAlpha = shape.opacity;
      context.fillStyle = shape.colour;
      context.fillRect(shape.x, shape.y, shape.width, shape.height);
      context.globalAlpha = 1;
      return;
    case "line":
      context.beginPath();
      for (const stretch of shape.stretches) {
        context.moveTo(stretch[0] ?? 0, stretch[1] ?? 0);
        for (let at = 2; at + 1 < stretch.length; at += 2)
          context.lineTo(stretch[at] ?? 0, stretch[at + 1] ?? 0);
      }
      context.strokeStyle = shape.colour;
      context.lineWidth = shape.width;
      context.setLineDash(shape.isDashed ? dashes : []);
      context.stroke();
      return;
    case "dots":
      context.beginPath();
      for (let at = 0; at + 1 < shape.centres.length; at += 2) {
        const [x, y] = [shape.centres[at] ?? 0, shape.centres[at + 1] ?? 0];
        context.moveTo(x + shape.radius, y);
        context.arc(x, y, shape.radius, 0, 2 * Math.PI);
      }
      context.fillStyle = shape.colour;
      context.fill();
      return;
    case "words":
      context.font = `${shape.isBold ? 600 : 400} ${shape.size}px ${shape.font ?? font}`;
      context.textAlign = shape.align;
      context.fillStyle = shape.colour;
      context.save();
      context.translate(shape.x, shape.y);
      if (shape.isUpright) context.rotate(-Math.PI / 2);
      // At small sizes some systems round the width of each character.
      if (shape.width !== undefined) context.scale(shape.width / context.measureText(shape.text).width, 1);
      context.fillText(shape.text, 0, 0);
      context.restore();
      return;
    case "cut":
      context.save();
      context.beginPath();
      context.rect(shape.x, shape.y, shape.width, shape.height);
      context.clip();
      for (const part of shape.shapes) paint(context, part, font);
      context.restore();
  }
}
