/** Text in Telegram's HTML. Everything that comes from outside goes through `escaped`. */

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export function bold(text: string): string {
  return `<b>${escaped(text)}</b>`;
}

export function code(text: string): string {
  return `<code>${escaped(text)}</code>`;
}

/** A line of a card: name and value. */
export function field(name: string, value: string | number): string {
  return `${bold(`${name}:`)} ${code(String(value))}`;
}

/** Columns of equal width in a block of fixed-width text. Numbers stand on the right. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = titles.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  const isNumeric = titles.map((_title, column) => rows.length > 0 && rows.every((row) => /^[-+\d.,% ]*$/.test(row[column]!)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (isNumeric[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd();
  return `<pre>${escaped([line(titles), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n'))}</pre>`;
}

/** A ratio as per cent, 0.01 = 1 %. */
export function percent(ratio: number | null | undefined): string {
  return ratio === null || ratio === undefined ? 'N/A' : `${(ratio * 100).toFixed(2)}%`;
}

/** An amount of money with its currency; small coins have more digits. */
export function money(amount: number, currency: string): string {
  const decimals = /^(BTC|ETH|BNB)$/.test(currency) ? 8 : 3;
  return `${amount.toFixed(decimals)} ${currency}`;
}

/** A rate or an amount of coins, without digits that say nothing. */
export function plain(value: number | null | undefined): string {
  return value === null || value === undefined ? 'N/A' : String(Number(value.toPrecision(10)));
}

/** A span of time in its two largest units. @param ms milliseconds */
export function span(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  if (days > 0) return `${days} d ${hours} h`;
  return hours > 0 ? `${hours} h ${rest} min` : `${rest} min`;
}

/** Telegram's longest message, characters. */
const MESSAGE_LIMIT = 4096;

/** Parts short enough to send, split between lines; a block of fixed width goes on in the next part. */
export function parts(text: string): string[] {
  if (text.length <= MESSAGE_LIMIT) return [text];
  const found: string[] = [];
  const room = MESSAGE_LIMIT - '<pre></pre>'.length;
  let part = '';
  let isInBlock = false;
  for (const line of text.split('\n').flatMap((whole) => chunks(whole, room))) {
    if (part.length + line.length + 1 > room) {
      found.push(isInBlock ? `${part}</pre>` : part);
      part = isInBlock ? '<pre>' : '';
    }
    part += part === '' || part === '<pre>' ? line : `\n${line}`;
    if (line.includes('<pre>')) isInBlock = true;
    if (line.includes('</pre>')) isInBlock = false;
  }
  if (part !== '') found.push(part);
  return found;
}

function chunks(line: string, size: number): string[] {
  if (line.length <= size) return [line];
  return Array.from({ length: Math.ceil(line.length / size) }, (_chunk, index) => line.slice(index * size, (index + 1) * size));
}
