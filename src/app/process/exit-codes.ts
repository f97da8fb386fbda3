/** What a process ends with, after sysexits. */
export const EXIT_OK = 0;
export const EXIT_USAGE = 64;
/** What was asked for is not built. */
export const EXIT_NOT_YET = 69;
export const EXIT_CRASH = 70;
/** The event loop stood, and the watchdog ended the process: to be started again. */
export const EXIT_STANDS = 75;
export const EXIT_CONFIG = 78;
