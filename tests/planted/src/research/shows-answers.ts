import { x } from '../api/present/answer.ts';
export const y = x;
