/** The pages of the window on the small databases of `oddValues.ts`. */
import { pagesWithout } from "./pages.ts";
import { oddTypes } from "./oddValues.ts";

const columns = [...Object.keys(oddTypes), "started", "finished", "length"];

const listed: readonly string[] = [
  `/runs?columns=${columns.join(",")}`,
  ...["an_int", "a_json", "a_time"].map((column) => `/runs?columns=${columns.join(",")}&sort=-${column}`),
  "/runs?q=an_int%20%3E%202%20or%20a_bool&run=3",
  ...[1, 2, 3, 8].map((run) => `/run/${run}`),
  "/compare?runs=1,2,3,4",
  "/files",
  "/files?path=/conf/a",
  "/log",
  "/statistics",
  "/station",
  "/settings",
  ...["an_int", "a_float", "a_bool", "a_string", "a_time"].flatMap((column) => [
    `/look?plot=run&y=${column}`,
    `/look?plot=histogram&x=${column}`,
  ]),
  "/look?plot=time&y=a_float",
  "/look?plot=pair&x=an_int&y=a_float",
];

/** What comes after `#` of all pages, with every column in a table or a plot. */
export const oddAddresses: readonly string[] = [
  ...listed,
  ...pagesWithout(listed).map(({ page }) => `/${page}`),
];
