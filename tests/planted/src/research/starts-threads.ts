import { x } from 'node:worker_threads';
export const y = x;
