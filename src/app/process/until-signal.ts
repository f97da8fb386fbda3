/** The signal that ends this process. The handlers stay: a terminal sends Ctrl-C to the launcher too, which hands it on. */
export function untilSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    process.on('SIGINT', resolve);
    process.on('SIGTERM', resolve);
  });
}
