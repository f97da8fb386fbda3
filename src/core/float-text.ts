/** A number as Python writes a float: `56618.0`, `1e-05`. */
export function floatText(value: number): string {
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= 16 || power < -4) return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  const text = power < 0 ? value.toFixed(digits.replace(/\D/g, '').length - 1 - power) : String(value);
  return text.includes('.') ? text : `${text}.0`;
}
