import { x } from '../dialects/binance/rest.ts';
export const y = x;
