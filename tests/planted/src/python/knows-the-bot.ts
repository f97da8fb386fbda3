import { x } from '../bot/loop.ts';
export const y = x;
