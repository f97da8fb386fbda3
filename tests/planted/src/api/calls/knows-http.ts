import { x } from 'fastify';
export const y = x;
