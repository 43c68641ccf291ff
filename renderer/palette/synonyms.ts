/** Words that people use for one thing: who types one of a line finds what is named by another of it. */
const lines = [
  "plot graph chart diagram figure curve trend draw visualize",
  "histogram distribution spectrum bins frequency",
  "scatter pair correlation xy against",
  "statistics summary sum total average mean count group aggregate pivot",
  "help manual documentation docs guide tutorial",
  "keys keyboard shortcuts hotkeys bindings help",
  "connect server mysql mariadb host remote login connection",
  "profile account connection password connect",
  "database open sqlite recent switch",
  "recent earlier history previous",
  "theme dark light colour color appearance mode night",
  "alias aliases macro shortcut abbreviation",
  "period season campaign",
  "range interval between runs",
  "export csv tsv excel spreadsheet parquet json download save",
  "picture image png svg save download",
  "copy clipboard",
  "link url address share permalink",
  "python script code sql",
  "about version licences license credits",
  "report fault bug issue problem crash feedback",
  "report shift summary logbook print pdf paper",
  "comment note remark annotate logbook",
  "compare diff difference versus",
  "log audit changes history journal",
  "live station monitor current follow online now",
  "refresh reload update new",
  "tab window result new",
  "split side sides beside two pane swap",
  "cancel stop abort",
  "query search find filter select where",
  "saved bookmark favourite favorite starred",
  "save store keep bookmark",
  "examples samples templates snippets",
  "undo revert restore take",
  "columns fields show hide",
  "computed calculate formula derived expression column new",
  "settings preferences options configuration zoom",
  "files file configuration config",
  "select mark check pick",
  "clear reset deselect none",
  "copy backup offline snapshot",
  "sample demo example tutorial",
  "faster optimize speed index performance slow",
  "close quit disconnect",
  "sound alarm beep mute live",
].map((line) => line.split(" "));

/** A shorter beginning of a word would mean too many of them. */
const shortestBeginning = 3;

/** What else is meant by a word, or by the beginning of one; in lower case. */
export function synonymsOf(word: string): readonly string[] {
  const means = (other: string) =>
    word.length < shortestBeginning ? other === word : other.startsWith(word);
  return [...new Set(lines.filter((line) => line.some(means)).flat())].filter((other) => !means(other));
}
