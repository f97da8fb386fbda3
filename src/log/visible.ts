/** Control characters, line and paragraph separators, and marks that turn the direction of writing around. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;
/** The lines of an error's stack stay lines: none of them begins as a line of the log does. */
const STACK_LINE = /\n(?= {4}at )/;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f' };

/**
 * A text in which nothing acts that should only be read: what others have written (a tag, a name, an answer) can neither begin a
 * line of its own nor command the terminal.
 */
export function visible(text: string): string {
  return text
    .split(STACK_LINE)
    .map((line) => line.replace(HIDDEN, written))
    .join('\n');
}

/** The same for a text that has one line, whatever it holds: a cell of a table. */
export function visibleLine(text: string): string {
  return text.replace(HIDDEN, written);
}

function written(character: string): string {
  const code = character.charCodeAt(0);
  return SHORT[character] ?? (code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`);
}
