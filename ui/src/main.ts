import { VueQueryPlugin } from '@tanstack/vue-query';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import { warmFormats } from './format.ts';
import { router } from './router.ts';
import { useSettings } from './stores/settings.ts';
import './style.css';

/** Lets the browser do what waits, so that the start is several short tasks and not a long one. */
const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

const app = createApp(App).use(createPinia()).use(VueQueryPlugin);
await useSettings().untilReadable();
await breathe();
app.use(router);
await breathe();
app.mount('#app');
for (const warm of warmFormats()) {
  await breathe();
  warm();
}
