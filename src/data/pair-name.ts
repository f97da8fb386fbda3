/** A pair as freqtrade writes it in the names of files. */
export function fileNameOf(pair: string): string {
  return pair.replace(/[/ .@$+:]/g, '_');
}

/** As we wrote it until some characters more were replaced. */
export function oldNameOf(pair: string): string {
  return pair.replace(/[/: ]/g, '_');
}

/** BTC_USDT is BTC/USDT, BTC_USDT_USDT is BTC/USDT:USDT; further ones stay, since what they were is not known. */
export function pairOf(name: string): string {
  return name.replace('_', '/').replace('_', ':');
}
