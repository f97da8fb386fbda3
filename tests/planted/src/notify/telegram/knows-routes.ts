import { x } from '../../api/http/route.ts';
export const y = x;
