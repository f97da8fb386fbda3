/** What this browser has kept under a name; null where there is nothing, or nothing that can be read. */
export function readKept<T>(name: string, storage: Storage = localStorage): T | null {
  try {
    return JSON.parse(storage.getItem(name) ?? 'null') as T | null;
  } catch {
    return null;
  }
}

/** Keeps a value under a name; null forgets it. */
export function keep(name: string, value: unknown, storage: Storage = localStorage): void {
  if (value === null) storage.removeItem(name);
  else storage.setItem(name, JSON.stringify(value));
}
