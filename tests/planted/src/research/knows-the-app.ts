import { x } from '../app/loader.ts';
export const y = x;
