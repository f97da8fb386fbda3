import type { AnyTrade } from '../bots/facts.ts';
import { pageColour } from '../charts/use-colours.ts';
import { clock, percent, rate } from '../format.ts';
import { t } from '../messages/index.ts';

const [WIDTH, HEIGHT] = [800, 418];

/** Draws a trade as a picture to share: no stake, no balance, no amount. @param candles the chart as it is shown */
export async function tradePicture(trade: AnyTrade, candles: HTMLCanvasElement | null): Promise<Blob> {
  const canvas = Object.assign(document.createElement('canvas'), { width: WIDTH * 2, height: HEIGHT * 2 });
  const pen = canvas.getContext('2d')!;
  pen.scale(2, 2);
  pen.fillStyle = pageColour('--page');
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  if (candles !== null) pen.drawImage(candles, 300, 20, WIDTH - 320, HEIGHT - 40);
  const write = (text: string, y: number, size: number, fill: string, weight = 400) => {
    pen.fillStyle = pageColour(fill);
    pen.font = `${weight} ${size}px system-ui, sans-serif`;
    pen.fillText(text, 28, y, 260);
  };
  const profit = trade.profit_ratio ?? 0;
  write(trade.pair, 62, 30, '--text', 600);
  write(
    `${t(trade.is_short ? 'trade.short' : 'trade.long')}${(trade.leverage ?? 1) > 1 ? ` ${trade.leverage}×` : ''} · ${trade.exchange}`,
    90,
    16,
    '--muted',
  );
  write(percent(profit), 160, 46, profit >= 0 ? '--gain' : '--loss', 700);
  write(`${t('trade.entry')} ${rate(trade.open_rate, trade)}`, 240, 16, '--text');
  write(clock(trade.open_timestamp), 262, 14, '--muted');
  const isClosed = trade.close_timestamp != null;
  write(
    `${t(isClosed ? 'trade.exit' : 'trade.now')} ${rate(isClosed ? trade.close_rate : 'current_rate' in trade ? trade.current_rate : null, trade)}`,
    296,
    16,
    '--text',
  );
  if (isClosed) write(clock(trade.close_timestamp), 318, 14, '--muted');
  write('freqtrade-ts', HEIGHT - 28, 14, '--accent', 600);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob === null ? reject(new Error(t('trade.noPicture'))) : resolve(blob)), 'image/png'),
  );
}
