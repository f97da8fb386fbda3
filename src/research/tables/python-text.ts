import { floatText } from '../../core/float-text.ts';
import { roundTo } from '../../core/market/decimal.ts';

/** Numbers as Python writes them. */

/** With so many decimals: a little less than nothing is `-0.00`. @param grouped thousands apart: `1,234.50` */
export function fixed(value: number, places: number, grouped = false): string {
  const text = roundTo(Math.abs(value), places).toFixed(places);
  const [whole = '', rest] = text.split('.');
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const digits = grouped ? whole.replaceAll(/\B(?=(\d{3})+$)/g, ',') : whole;
  return `${sign}${digits}${rest === undefined ? '' : `.${rest}`}`;
}

/** A ratio in percent with two decimals. */
export function percent(ratio: number, grouped = false): string {
  return `${fixed(ratio * 100, 2, grouped)}%`;
}

/** A binary number in full: `0.1`, `12.0`, `1e-05`. */
export function float(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  return Object.is(value, -0) ? '-0.0' : floatText(value);
}

/** With so many digits that count, and no zeros at the end: `0.0123`, `9.227e-06`. */
export function general(value: number, digits: number): string {
  const [shown = '', power = '0'] = value.toExponential(digits - 1).split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < digits) return String(Number(value.toPrecision(digits)));
  return `${withoutZeros(shown)}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** An amount without needless zeros: `890.301`, `-10`. */
export function coins(value: number, places: number): string {
  return withoutZeros(fixed(value, places));
}

function withoutZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** A value of a parameter as Python prints it. */
export function literal(value: unknown): string {
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (value === null || value === undefined) return 'None';
  if (typeof value !== 'number') return String(value);
  return Number.isInteger(value) ? String(value) : float(value);
}
