import { describe, expect, it } from 'vitest';
import { RestingExchange } from '../../tests/fakes/resting-exchange.ts';
import { MARKET, START, Still, scene } from '../../tests/fakes/scene.ts';
import { Mode } from './mode.ts';

/** A bot that stands. */
async function standing() {
  const lines: string[] = [];
  const note = (_module: string, text: string): void => {
    lines.push(text);
  };
  const { bot, events, exchange } = await scene(
    new Still(),
    {},
    { exchange: new RestingExchange(MARKET, START, 100), log: { debug: note, info: note, warn: note, error: note } },
  );
  bot.state.mode = 'stopped';
  events.length = 0;
  lines.length = 0;
  let changes = 0;
  const mode = new Mode(bot, '1.0', () => changes++);
  return { bot, events, exchange, lines, mode, changes: () => changes };
}

describe('the mode of a bot', () => {
  it('changes on demand, in freqtrade’s words; what is so already changes nothing', async () => {
    const { bot, mode, changes } = await standing();
    expect(mode.stop()).toEqual({ status: 'already stopped' });
    expect(mode.pause()).toEqual({
      status: 'starting bot with trader in paused state, no entries will occur. Run /start to enable entries.',
    });
    expect(mode.start()).toEqual({ status: 'starting trader ...' });
    expect(mode.start()).toEqual({ status: 'already running' });
    expect(mode.pause()).toEqual({ status: 'paused, no more entries will occur from now. Run /start to enable entries.' });
    expect([bot.state.mode, changes(), mode.asked]).toEqual(['paused', 3, 5]);
    expect(mode.stop()).toEqual({ status: 'stopping trader ...' });
    expect(bot.state.mode).toBe('stopped');
  });

  it('is told; what is traded, only where the bot stood before', async () => {
    const { events, mode } = await standing();
    mode.start();
    expect(events[0]).toEqual({ kind: 'status', text: 'running' });
    expect(events.filter(({ kind }) => kind === 'startup')).toHaveLength(2);
    mode.pause();
    events.length = 0;
    mode.start();
    expect(events).toEqual([{ kind: 'status', text: 'running' }]);
    mode.set('running');
    mode.set('running', true);
    expect(events.filter(({ kind }) => kind === 'status')).toHaveLength(2);
  });

  it('is in the sign of life: after every change, then once a minute', async () => {
    const { exchange, lines, mode } = await standing();
    const beats = () => lines.filter((line) => line.startsWith('Bot heartbeat.'));
    mode.beat();
    mode.beat();
    exchange.now += 59_999;
    mode.beat();
    expect(beats()).toHaveLength(1);
    exchange.now += 1;
    mode.beat();
    mode.start();
    mode.beat();
    expect(beats().map((line) => /state='(\w+)'/.exec(line)?.[1])).toEqual(['STOPPED', 'STOPPED', 'RUNNING']);
  });
});
