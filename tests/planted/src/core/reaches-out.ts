import { ticker } from '../exchange/ticker.ts';
export const last = ticker;
