export const adapter = 2;
