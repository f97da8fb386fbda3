/** A number as exchanges write it in JSON: plain decimal text, at most twelve places, without an exponent or zeros at the end. */
export function decimalText(value: number): string {
  if (value === 0) return '0';
  return value.toFixed(12).replace(/\.?0+$/, '');
}
