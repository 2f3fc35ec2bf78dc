/** The formatter's line width. */
const width = 120;

/** Writes JSON as the formatter would: a list of words or numbers on one line, if it fits. */
export function formattedJson(value: object): string {
  const text = JSON.stringify(value, null, 2);
  const lists = /\[\s+((?:"[^\]{}]*"|\d[\d,\s]*\d)(?:,\s+null)?)\s+\]/g;
  const onOneLine = text.replaceAll(lists, (list, words: string, offset: number) => {
    const short = `[${words.replaceAll(/\s*\n\s*/g, " ")}]`;
    const column = offset - text.lastIndexOf("\n", offset) - 1;
    // A comma may follow.
    return column + short.length < width ? short : list;
  });
  return `${onOneLine}\n`;
}
