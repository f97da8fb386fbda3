import { x } from '../src/core/thing.ts';
export const y = x;
