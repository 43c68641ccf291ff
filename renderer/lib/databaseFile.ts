/** What an SQLite file begins with; control systems have texts named `.db`, too. */
const magic = "SQLite format 3\0";

/** The first of the files that is a database, by its content. */
export async function firstDatabase(files: readonly File[]): Promise<File | undefined> {
  const beginnings = await Promise.all(files.map(beginning));
  return files.find((_, at) => beginnings[at] === magic);
}

/** Empty for a folder, or what cannot be read. */
function beginning(file: File): Promise<string> {
  return file
    .slice(0, magic.length)
    .text()
    .catch(() => "");
}
