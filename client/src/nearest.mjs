/**
 * The known name that a typed one is nearest to, in the pairs of letters that both have; null where they have little in common.
 * @param {string} typed @param {readonly string[]} known
 */
export function nearest(typed, known) {
  const wanted = pairsOf(typed);
  let best = null;
  let bestShare = 0.5;
  for (const name of known) {
    const own = pairsOf(name);
    const share = (2 * own.filter((pair) => wanted.includes(pair)).length) / (own.length + wanted.length);
    if (share > bestShare) [best, bestShare] = [name, share];
  }
  return best;
}

/** @param {string} text */
function pairsOf(text) {
  const padded = ` ${text.toLowerCase()} `;
  return Array.from({ length: padded.length - 1 }, (_, index) => padded.slice(index, index + 2));
}
