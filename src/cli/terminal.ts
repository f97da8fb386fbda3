/** Columns that a table may take: those of the terminal, any number where the output is none. */
export function terminalWidth(): number {
  return process.stdout.columns ?? Number.POSITIVE_INFINITY;
}
