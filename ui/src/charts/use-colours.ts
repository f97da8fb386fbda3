import type { Time } from 'lightweight-charts';
import { nextTick, onBeforeUnmount, onMounted, watch } from 'vue';
import { timeTick } from '../format.ts';
import { shownLanguage } from '../messages/index.ts';
import { useSettings } from '../stores/settings.ts';

/** One of the page's colours as it is in the theme of now, for what is drawn by hand. */
export function pageColour(name: string): string {
  // read from an element: a token may name a colour for each theme
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** The page's colours, each looked up once until they change; who uses them hears when they do. */
export function useColours(onChange: () => void): (name: string) => string {
  const { settings } = useSettings();
  const scheme = window.matchMedia('(prefers-color-scheme: light)');
  const known = new Map<string, string>();
  const change = (): void => {
    known.clear();
    onChange();
  };
  onMounted(() => scheme.addEventListener('change', change));
  onBeforeUnmount(() => scheme.removeEventListener('change', change));
  watch(
    () => [settings.theme, settings.colours, settings.timeZone, shownLanguage(), settings.locale],
    () => void nextTick(change),
  );
  return (name) => {
    const colour = known.get(name) ?? pageColour(name);
    known.set(name, colour);
    return colour;
  };
}

/** What all charts have of the page: ground, text, grid, borders. Without the library's sign, which it would style in a way the page's policy forbids. */
export function chartLook(colours: (name: string) => string) {
  const [line, borders] = [{ color: colours('--line') }, { borderColor: colours('--line') }];
  return {
    layout: {
      background: { color: colours('--card') },
      textColor: colours('--text'),
      attributionLogo: false,
      panes: { separatorColor: colours('--line') },
    },
    grid: { vertLines: line, horzLines: line },
    // a number that is half outside is not written
    rightPriceScale: { ...borders, entireTextOnly: true },
    timeScale: { ...borders, tickMarkFormatter: (at: Time, kind: number) => timeTick(Number(at) * 1000, kind) },
  };
}
