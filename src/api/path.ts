/** A part of a path as it is meant; null where its percent signs can't be read. */
export function decodedPart(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
