import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

/** Few files: each costs a view some time to ask for. What the log-in needs is in one, what every view needs in another. */
const GROUPS = [
  {
    name: 'start',
    priority: 3,
    test: /node_modules\/(@vue|vue|vue-router|pinia|@tanstack)\/|\/client\/src\/|\/ui\/src\/(main|router|App|format|api\/|stores\/|messages\/(en|index|texts))/,
  },
  {
    name: 'parts',
    priority: 2,
    test: /node_modules\/(?!lightweight-charts|fancy-canvas)|\/ui\/src\/(shell|tables|panels|trades|bots)\/(?!WalletChart|TradeSheet|trade-picture)/,
  },
  { name: 'charts', priority: 1, test: /node_modules\/|\/ui\/src\/charts\// },
];

export default defineConfig({
  plugins: [vue()],
  // below whatever path a proxy puts it
  base: './',
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      // a slow machine is no reason for a warning
      checks: { pluginTimings: false },
      output: { codeSplitting: { groups: GROUPS } },
    },
  },
  server: { proxy: { '/api': { target: 'http://127.0.0.1:8080', ws: true } } },
});
