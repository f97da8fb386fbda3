import { x } from '../core/thing.ts';
export const y = x;
