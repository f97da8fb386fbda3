/** Two days of a form as freqtrade's timerange; empty for all data. */
export function dayRange(from: string, to: string): string {
  const plain = (date: string) => date.replaceAll('-', '');
  return from === '' && to === '' ? '' : `${plain(from)}-${plain(to)}`;
}
