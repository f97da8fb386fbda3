/** Shorter ones would strike out half the log, and are no secrets. */
const SHORTEST = 6;
const STRUCK = '***';

/** Secrets of this process, in every spelling they could turn up in, the longest first. */
let spellings: readonly string[] = [];

/** Values that must never be shown, replaced by `***` wherever they turn up. They stay so for as long as the process lives. */
export function hideSecrets(secrets: readonly string[]): void {
  const all = new Set(spellings);
  for (const secret of secrets) {
    if (secret.length < SHORTEST) continue;
    all.add(secret);
    // as part of an address, and inside JSON
    all.add(encoded(secret));
    all.add(JSON.stringify(secret).slice(1, -1));
  }
  spellings = [...all].sort((a, b) => b.length - a.length);
}

/** A text without the secrets that are known. */
export function redact(text: string): string {
  let clean = text;
  for (const spelling of spellings) if (clean.includes(spelling)) clean = clean.replaceAll(spelling, STRUCK);
  return clean;
}

function encoded(secret: string): string {
  try {
    return encodeURIComponent(secret);
  } catch {
    // half of a surrogate pair has no address
    return secret;
  }
}
