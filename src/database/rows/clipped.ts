/** A text as long as its column, which PostgreSQL insists on; it knows no NUL either. */
export function clipped(text: string, length?: number): string;
export function clipped(text: string | null, length?: number): string | null;
export function clipped(text: string | null, length = 255): string | null {
  return text === null ? null : text.replaceAll('\0', '').slice(0, length);
}
