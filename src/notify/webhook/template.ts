/** What a template may name. */
export type TemplateValues = Readonly<Record<string, unknown>>;

/** A template names something that the message has not, or asks for a format that does not fit. */
export class TemplateError extends Error {}

/**
 * Fills a template as freqtrade's webhooks have them: `{pair}`, `{limit:.2f}`, `{profit_ratio:.2%}`, `{open_date:%Y-%m-%d}`,
 * `{{` for a brace. @throws TemplateError
 */
export function fillTemplate(template: string, values: TemplateValues): string {
  return template.replace(/\{\{|\}\}|\{([^{}]*)\}/g, (match, field: string | undefined) => {
    if (match === '{{') return '{';
    if (match === '}}') return '}';
    const [name = '', ...format] = (field ?? '').split(':');
    const key = name.replace(/![rs]$/, '');
    if (!(key in values)) throw new TemplateError(`there is no "${key}" in this message; there are ${Object.keys(values).join(', ')}`);
    return formatted(values[key], format.join(':'), key);
  });
}

function formatted(value: unknown, format: string, key: string): string {
  if (format === '')
    return value === null || value === undefined ? 'None' : typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value);
  if (format.includes('%') && format !== '%' && !/^[\d.,<>^+\- ]*%$/.test(format)) return dated(value, format, key);
  const match = /^(?:(.)?([<>^]))?([+\- ])?(0)?(\d+)?(,)?(?:\.(\d+))?([sdfeg%])?$/.exec(format);
  if (match === null) throw new TemplateError(`"${key}" can't be written as "${format}"`);
  const [, fill, align, sign, zero, width, comma, precision, kind] = match;
  let text: string;
  if (kind === 's' || (kind === undefined && typeof value !== 'number'))
    text = String(value ?? 'None').slice(0, precision === undefined ? undefined : Number(precision));
  else {
    if (typeof value !== 'number') throw new TemplateError(`"${key}" is not a number, so it can't be written as "${format}"`);
    text = numeric(value, kind ?? 'g', precision === undefined ? undefined : Number(precision));
    if (comma !== undefined) text = text.replace(/^(-?\d+)/, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ','));
    if (sign === '+' && value >= 0) text = `+${text}`;
  }
  const size = Number(width ?? 0);
  if (text.length >= size) return text;
  const pad = fill ?? (zero === undefined ? ' ' : '0');
  const side = align ?? (typeof value === 'number' ? '>' : '<');
  if (side === '<') return text.padEnd(size, pad);
  if (side === '>') return text.padStart(size, pad);
  const left = Math.floor((size - text.length) / 2);
  return text.padStart(text.length + left, pad).padEnd(size, pad);
}

function numeric(value: number, kind: string, precision: number | undefined): string {
  switch (kind) {
    case 'd':
      return String(Math.trunc(value));
    case 'e':
      return value.toExponential(precision ?? 6).replace(/e([+-])(\d)$/, 'e$10$2');
    case '%':
      return `${(value * 100).toFixed(precision ?? 6)}%`;
    case 'f':
      return value.toFixed(precision ?? 6);
    default:
      return precision === undefined ? String(value) : String(Number(value.toPrecision(Math.max(precision, 1))));
  }
}

/** The usual letters of `strftime`, in UTC. */
function dated(value: unknown, format: string, key: string): string {
  const at = new Date(typeof value === 'number' ? value : String(value));
  if (Number.isNaN(at.getTime())) throw new TemplateError(`"${key}" is not a date`);
  const iso = at.toISOString();
  const parts: Readonly<Record<string, string>> = {
    Y: iso.slice(0, 4),
    y: iso.slice(2, 4),
    m: iso.slice(5, 7),
    d: iso.slice(8, 10),
    H: iso.slice(11, 13),
    M: iso.slice(14, 16),
    S: iso.slice(17, 19),
    '%': '%',
  };
  return format.replace(/%(.)/g, (_match, letter: string) => {
    const part = parts[letter];
    if (part === undefined) throw new TemplateError(`dates know no %${letter}`);
    return part;
  });
}
