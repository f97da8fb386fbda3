type Json = Record<string, unknown>;

const PREFIX = 'FREQTRADE__';

/** `FREQTRADE__SECTION__KEY=value` over a configuration; numbers, booleans and JSON are read as such. Keys of the exchange's ccxt settings keep their case. */
export function applyEnvironment(
  config: Json,
  environment: Readonly<Record<string, string | undefined>>,
  onSet: (path: string, variable: string) => void,
): Json {
  const result = structuredClone(config);
  for (const [variable, text] of Object.entries(environment)) {
    if (!variable.startsWith(PREFIX) || text === undefined) continue;
    const rawKeys = variable.slice(PREFIX.length).split('__');
    const keepsCase = rawKeys.some((key) => /^ccxt(_async|_sync)?_config$/i.test(key));
    const keys = keepsCase
      ? [rawKeys[0]!.toLowerCase(), rawKeys[1]?.toLowerCase() ?? '', ...rawKeys.slice(2)]
      : rawKeys.map((key) => key.toLowerCase());
    let target = result;
    for (const key of keys.slice(0, -1)) {
      const next = target[key];
      if (typeof next === 'object' && next !== null && !Array.isArray(next)) target = next as Json;
      else {
        const fresh: Json = {};
        target[key] = fresh;
        target = fresh;
      }
    }
    target[keys.at(-1)!] = parseValue(text);
    onSet(keys.join('.'), `environment variable ${variable}`);
  }
  return result;
}

function parseValue(text: string): unknown {
  if (/^(true|t)$/i.test(text)) return true;
  if (/^(false|f)$/i.test(text)) return false;
  if (text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  if (/^[[{]/.test(text.trim())) {
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  }
  return text;
}
