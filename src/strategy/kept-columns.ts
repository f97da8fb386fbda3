/** What is kept of an analysis: what is traded by; whole frames, to be compared with others; or the same before there are signals. */
export type KeptColumns = 'signals' | 'frames' | 'indicators';
