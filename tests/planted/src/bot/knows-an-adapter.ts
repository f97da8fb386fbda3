import { adapter } from '../exchange/adapter.ts';
export const used = adapter;
