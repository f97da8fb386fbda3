import type { FastifyInstance } from 'fastify';
import type { BotService } from '../../bot/port.ts';
import type { Auth } from '../access/auth.ts';

/** What Prometheus collects, behind a token of its own. Loaded only where it is switched on. */
export async function serveMetrics(
  app: FastifyInstance,
  options: { token: string; auth: Auth; bot: () => BotService | null; streamClients: () => number; now: () => number },
): Promise<void> {
  const { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } = await import('prom-client');
  const register = new Registry();
  collectDefaultMetrics({ register });
  const answers = new Histogram({
    name: 'freqtrade_http_request_duration_seconds',
    help: 'Time to answer',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.001, 0.005, 0.02, 0.05, 0.2, 1, 5],
    registers: [register],
  });
  const denied = new Counter({ name: 'freqtrade_http_denied_total', help: 'Answers 401, 403 and 429', registers: [register] });
  const gauge = (name: string, help: string, read: (bot: BotService) => number): void => {
    new Gauge({
      name: `freqtrade_${name}`,
      help,
      registers: [register],
      collect() {
        const bot = options.bot();
        if (bot !== null) this.set(read(bot));
      },
    });
  };
  gauge('open_trades', 'Open trades', (bot) => bot.state.trades.length);
  gauge('closed_trades', 'Closed trades', (bot) => bot.store.history.count);
  gauge('closed_profit', 'Profit of closed trades, in stake currency', (bot) => bot.state.closedProfit);
  gauge('orders_in_flight', 'Orders without a known outcome', (bot) => bot.state.intents.length);
  gauge('running', '1 while trading, 0 while paused or stopped', (bot) => (bot.state.mode === 'running' ? 1 : 0));
  gauge('loop_age_seconds', 'Time since the last iteration', (bot) => Math.max(0, (options.now() - bot.state.lastProcess) / 1000));
  gauge('stream_clients', 'Subscribers of the message WebSocket', () => options.streamClients());

  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    answers.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    if ([401, 403, 429].includes(reply.statusCode)) denied.inc();
  });
  app.get('/metrics', async (request, reply) => {
    await options.auth.requireToken(request, reply, options.token);
    return reply.sent ? reply : reply.type(register.contentType).send(await register.metrics());
  });
}
