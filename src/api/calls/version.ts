/** The freqtrade release whose API, files and messages this program speaks. */
export const VERSION = '2026.9';
