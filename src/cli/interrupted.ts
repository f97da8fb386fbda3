/** Work that Ctrl-C ends with what there is; a second one ends the process at once. @param work given what says that it shall end */
export async function untilInterrupted<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const end = new AbortController();
  const interrupt = (): void => {
    if (end.signal.aborted) process.exit(130);
    process.stderr.write('User interrupted..\n');
    end.abort();
  };
  process.on('SIGINT', interrupt);
  try {
    return await work(end.signal);
  } finally {
    process.off('SIGINT', interrupt);
  }
}
