import { createRouter, createWebHistory } from 'vue-router';
import { HOME } from './api/home.ts';
import { PAGE_VIEWS } from './shell/page-views.ts';
import { useSession } from './stores/session.ts';

const VIEWS: Readonly<Record<string, () => Promise<unknown>>> = {
  trade: () => import('./views/TradeView.vue'),
  dashboard: () => import('./views/DashboardView.vue'),
  chart: () => import('./views/ChartView.vue'),
  balance: () => import('./views/BalanceView.vue'),
  performance: () => import('./views/PerformanceView.vue'),
  risk: () => import('./views/RiskView.vue'),
  journal: () => import('./views/JournalView.vue'),
  backtest: () => import('./views/BacktestView.vue'),
  hyperopt: () => import('./views/HyperoptView.vue'),
  analysis: () => import('./views/AnalysisView.vue'),
  download: () => import('./views/DownloadView.vue'),
  pairlists: () => import('./views/PairlistView.vue'),
  log: () => import('./views/LogView.vue'),
  system: () => import('./views/SystemView.vue'),
  settings: () => import('./views/SettingsView.vue'),
};

export const router = createRouter({
  history: createWebHistory(HOME.pathname),
  routes: [
    { path: '/login', name: 'login', component: () => import('./views/LoginView.vue') },
    {
      path: '/',
      component: () => import('./shell/AppShell.vue'),
      children: [
        { path: '', name: 'home', component: () => import('./views/HomeView.vue') },
        ...PAGE_VIEWS.map(({ name, path }) => ({ path, name, component: VIEWS[name] as never })),
        { path: 'graph', redirect: '/chart' },
        { path: 'logs', redirect: '/log' },
      ],
    },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
});

router.beforeEach((to) => {
  const session = useSession();
  if (to.name !== 'login' && !session.isLoggedIn) return { name: 'login', query: to.fullPath === '/' ? {} : { redirect: to.fullPath } };
  return true;
});
