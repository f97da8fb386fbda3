/** ms since epoch to the text SQLAlchemy stores. */
export function dateText(ms: number): string {
  return `${new Date(ms).toISOString().replace('T', ' ').slice(0, -1)}000`;
}

/** The text SQLAlchemy stores to ms since epoch. */
export function dateMs(text: string): number {
  const [day = '', time = '00:00:00'] = text.split(/[ T]/);
  return Date.parse(`${day}T${time.slice(0, 12)}Z`);
}

/** The same where there may be none. */
export const dateOrNull = (ms: number | null): string | null => (ms === null ? null : dateText(ms));
export const msOrNull = (text: string | null): number | null => (text === null ? null : dateMs(text));
