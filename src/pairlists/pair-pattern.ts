/** Pairs of a pattern list: exact names, or regular expressions such as `.*\/USDT`, in the order they are found. */
export function expandPairs(patterns: readonly string[], known: readonly string[], keepUnknown: boolean): string[] {
  const found: string[] = [];
  for (const pattern of patterns) {
    const expression = pairPattern(pattern);
    const matches = expression === null ? [] : known.filter((pair) => expression.test(pair));
    if (matches.length > 0) found.push(...matches);
    else if (keepUnknown) found.push(pattern);
  }
  return found;
}

/** The whole-name, case-insensitive expression of a pair pattern; null when it is not valid. */
export function pairPattern(pattern: string): RegExp | null {
  try {
    return new RegExp(`^(?:${pattern})$`, 'i');
  } catch {
    return null;
  }
}
