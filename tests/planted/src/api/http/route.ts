import { x } from '../../core/thing.ts';
export { x };
