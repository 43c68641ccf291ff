/** How wide the columns of a comparison are: they grow with the window, as far as values are still read across. */
interface Bounds {
  readonly least: number;
  readonly most: number;
}
interface Widths {
  readonly name: number;
  readonly value: number;
}

const usual: Readonly<Record<keyof Widths, Bounds>> = {
  name: { least: 260, most: 400 },
  value: { least: 184, most: 360 },
};
const narrow: typeof usual = { name: { least: 190, most: 260 }, value: { least: 84, most: 120 } };

/** In pixels, of the names' column and of each of the others, where all of them have that room. */
export function columnWidths(columns: number, room: number, isNarrow: boolean): Widths {
  const { name, value } = isNarrow ? narrow : usual;
  const width = within(Math.floor((room - name.least) / columns), value);
  return { value: width, name: within(room - columns * width, name) };
}

/** Whether as many columns of the usual width have room. */
export function haveRoom(columns: number, room: number): boolean {
  return usual.name.least + columns * usual.value.least <= room;
}

function within(width: number, { least, most }: Bounds): number {
  return Math.min(most, Math.max(least, width));
}
