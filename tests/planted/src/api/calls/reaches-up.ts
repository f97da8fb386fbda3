import { x } from '../http/route.ts';
export const y = x;
