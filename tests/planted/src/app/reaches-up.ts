import { x } from '../cli/command.ts';
export const y = x;
