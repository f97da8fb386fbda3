type Json = Readonly<Record<string, unknown>>;

/** A key that asks for what is not built. */
export interface UnbuiltKey {
  readonly key: string;
  readonly found: string;
  readonly allowed: string;
}

/** What freqtrade takes and nobody here would act on: refused by name at the start, so that nothing is believed to be in force. */
export function unbuiltKeys(config: Json): UnbuiltKey[] {
  const found: UnbuiltKey[] = [];
  const section = (name: string): Json => {
    const value = config[name];
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
  };
  const refuse = (key: string, value: unknown, allowed: string): void => {
    if (value !== undefined) found.push({ key, found: JSON.stringify(value), allowed });
  };
  if (section('freqai')['enabled'] === true) refuse('freqai.enabled', true, 'false: FreqAI is not built');
  for (const key of ['freqaimodel', 'freqaimodel_path'])
    refuse(key, config[key] ?? undefined, 'nothing: FreqAI is not built, leave the key out');
  refuse(
    'log_config',
    given(config['log_config']),
    "nothing: Python's logging is not there; --logfile and log_format say how the log is written",
  );
  refuse('proxy_coin', config['proxy_coin'], 'nothing: collateral in another coin is not built, leave the key out');
  refuse('protections', given(config['protections']), 'nothing: write "protections" into the strategy, as freqtrade wants it');
  return found;
}

/** What a section asks for, in short; nothing where it is empty. */
function given(value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  return Array.isArray(value) ? (value.length === 0 ? undefined : `a list of ${value.length}`) : 'a section';
}
