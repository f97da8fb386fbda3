import { nextTick, onBeforeUnmount, onMounted, watch } from 'vue';
import { useSettings } from '../stores/settings.ts';

/** The page's colours for what is drawn by hand; told when they change. */
export function useColours(onChange: () => void): (name: string) => string {
  const { settings } = useSettings();
  const scheme = window.matchMedia('(prefers-color-scheme: light)');
  onMounted(() => scheme.addEventListener('change', onChange));
  onBeforeUnmount(() => scheme.removeEventListener('change', onChange));
  watch(
    () => [settings.theme, settings.colours, settings.timeZone, settings.language, settings.locale],
    () => void nextTick(onChange),
  );
  return (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
