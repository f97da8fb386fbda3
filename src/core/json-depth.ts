/** Lists and objects within each other that are read; deeper ones are no data of ours. */
export const DEEPEST_JSON = 64;

/**
 * Where a JSON text (or JSON5, with its comments and quotes) goes deeper than may be read; null where it does not. Reads the text
 * once, without recursion: what reads it afterwards may recurse.
 */
export function tooDeepAt(text: string, deepest: number = DEEPEST_JSON): number | null {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case '{':
      case '[':
        if (++depth > deepest) return at;
        break;
      case '}':
      case ']':
        depth--;
        break;
      case '"':
      case "'":
        at = endOfText(text, at);
        break;
      case '/':
        if (text[at + 1] === '/') at = endOr(text.indexOf('\n', at), text);
        else if (text[at + 1] === '*') at = endOr(text.indexOf('*/', at + 2), text);
        break;
      default:
    }
  }
  return null;
}

function endOfText(text: string, start: number): number {
  const quote = text[start];
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === quote) return at;
  }
  return text.length;
}

function endOr(found: number, text: string): number {
  return found < 0 ? text.length : found;
}
