/** Two results that scroll together: which side leads, and what becomes of that when one of them goes or comes. */
import { expect, test } from "vitest";
import { ScrollTogether } from "../../../renderer/runs/scrollTogether.svelte.ts";

function sides() {
  const shown: string[] = [];
  const together = new ScrollTogether(() => true, {
    left: (run) => shown.push(`left ${run}`),
    right: (run) => shown.push(`right ${run}`),
  });
  const side = (name: "left" | "right") => {
    const { leads, moved } = together.side(name);
    const node = new EventTarget();
    const end = leads(node as HTMLElement);
    return { moved, end, act: () => node.dispatchEvent(new Event("wheel")) };
  };
  return { together, shown, left: side("left"), side };
}

test("the side in which people acted last leads; the other one answers nothing", () => {
  const { shown, left, side } = sides();
  const right = side("right");
  left.moved(10);
  right.moved(10);
  shown.length = 0;
  left.moved(20);
  right.moved(20);
  right.act();
  right.moved(30);
  left.moved(30);
  expect(shown).toEqual(["right 20", "left 30"]);
});

test("a side that is gone leads no more, and one that comes goes to where the other one is", () => {
  const { together, shown, left, side } = sides();
  left.moved(10);
  const right = side("right");
  right.moved(50);
  right.act();
  right.moved(60);
  right.end();
  shown.length = 0;
  together.follow();
  left.moved(20);
  const next = side("right");
  shown.length = 0;
  next.moved(70);
  expect(shown).toEqual(["right 20"]);
});
