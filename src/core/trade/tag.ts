/**
 * Tags are texts. Those of classes in Python may be numbers, truth values or nothing: in backtests freqtrade keeps such a tag as it is. Here it is
 * a text that no tag of a strategy's begins like, followed by its JSON.
 */
const NO_TEXT = '\0';

export type TagValue = string | number | boolean | null;

/** What a tag is. @param tag null for one that a strategy has not set, which freqtrade keeps as an empty text */
export function tagValue(tag: string | null): TagValue {
  if (tag === null) return '';
  if (!tag.startsWith(NO_TEXT)) return tag;
  const value = tag.slice(NO_TEXT.length);
  return value === 'NaN' ? null : (JSON.parse(value) as TagValue);
}
