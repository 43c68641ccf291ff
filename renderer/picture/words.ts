/** Room that words take in a picture. */

/** About how wide a text of a size in pixels is: nothing is measured here. */
export function widthOf(size: number): (text: string) => number {
  return (text) => text.length * size * 0.56;
}

/** A text in lines that fit, broken between words; a word that is longer than a line is broken anywhere. */
export function wrapped(text: string, room: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (widthOf(longer) <= room) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    line = word;
    while (line.length > 1 && widthOf(line) > room) {
      const length = Math.max(1, Math.floor((line.length * room) / widthOf(line)));
      lines.push(line.slice(0, length));
      line = line.slice(length);
    }
  }
  return line === "" ? lines : [...lines, line];
}
