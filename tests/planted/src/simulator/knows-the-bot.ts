import { used } from '../bot/knows-an-adapter.ts';
export const judged = used;
