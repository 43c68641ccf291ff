/** What the help shows, by topic. */
import language from "../../docs/query-language.md?raw";
import pages from "../../docs/window.md?raw";
import { sectionsOf } from "./helpSections.ts";

export const helpTexts = { pages: sectionsOf(pages), language: sectionsOf(language) } as const;
export type Topic = keyof typeof helpTexts;
