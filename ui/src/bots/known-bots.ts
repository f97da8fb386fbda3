import { watch } from 'vue';
import { useAsk } from '../api/ask.ts';
import { COLOURS, OWN, useBots } from '../stores/bots.ts';

const POLL_MS = 30_000;

/** Keeps the list of bots as the own bot's server has it. */
export function useKnownBots() {
  const bots = useBots();
  const list = useAsk(['bots'], (api) => api.bots(), { pollMs: POLL_MS, bot: OWN, isStreamed: true });
  watch(
    () => list.data.value,
    (answer) => {
      if (answer === undefined) return;
      bots.others = answer.bots.map(({ bot_id: id, name, url, colour }, index) => ({
        id,
        name,
        url,
        colour: colour ?? COLOURS[(index + 1) % COLOURS.length]!,
      }));
    },
    { immediate: true },
  );
  return list;
}
