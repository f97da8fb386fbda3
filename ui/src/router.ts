import { createRouter, createWebHistory } from 'vue-router';
import { HOME } from './api/place.ts';
import { useSession } from './stores/session.ts';

export const router = createRouter({
  history: createWebHistory(HOME.pathname),
  routes: [
    { path: '/login', name: 'login', component: () => import('./pages/LoginPage.vue') },
    { path: '/', name: 'home', component: () => import('./pages/HomePage.vue') },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
});

router.beforeEach((to) => {
  const session = useSession();
  if (to.name !== 'login' && !session.isLoggedIn) return { name: 'login' };
  return true;
});
