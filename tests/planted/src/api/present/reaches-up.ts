import { x } from '../calls/call.ts';
export const y = x;
