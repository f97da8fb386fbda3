export const ticker = 1;
