/** JSON as Python writes it, with words that JSON has none for: `Infinity` stays a number, `NaN` is null. @throws SyntaxError */
export function parsePythonJson(text: string): unknown {
  if (!/[:[,]\s*(?:NaN|-?Infinity)/.test(text)) return JSON.parse(text);
  // too large a number is read as an infinite one
  return JSON.parse(
    text.replaceAll(/([:[,]\s*)(?:NaN|(-?)Infinity)/g, (found, before: string, sign: string | undefined) =>
      found.endsWith('NaN') ? `${before}null` : `${before}${sign ?? ''}1e999`,
    ),
  );
}
