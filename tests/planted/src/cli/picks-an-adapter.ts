import { x } from '../exchange/adapter.ts';
export const y = x;
