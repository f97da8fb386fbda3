import { x } from '../research/task.ts';
export const y = x;
