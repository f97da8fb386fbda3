import { x } from 'ws';
export const y = x;
