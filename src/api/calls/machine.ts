import { cpus, freemem, loadavg, totalmem } from 'node:os';
import type { SysInfo } from '../../wire/answers/info.ts';

interface CpuTimes {
  readonly busy: number;
  readonly total: number;
}

/** Load of the machine: how busy each core was since it was asked last. */
export function createMachine(): () => SysInfo {
  let last = cpuTimes();
  let use: number[] = last.map(() => 0);
  return () => {
    const current = cpuTimes();
    use = current.map((cpu, index) => {
      const before = last[index] ?? { busy: 0, total: 0 };
      const span = cpu.total - before.total;
      return span <= 0 ? (use[index] ?? 0) : Math.round(((cpu.busy - before.busy) / span) * 1000) / 10;
    });
    last = current;
    const [one = 0, five = 0, fifteen = 0] = loadavg();
    return {
      cpu_pct: use,
      cpu_load: use.map((pct, cpu) => ({ cpu, pct })),
      cpu_load_avg: { '1m': one, '5m': five, '15m': fifteen },
      cpu_count: current.length,
      cpu_avg: use.reduce((sum, value) => sum + value, 0) / Math.max(use.length, 1),
      ram_pct: Math.round((1 - freemem() / totalmem()) * 1000) / 10,
    };
  };
}

function cpuTimes(): CpuTimes[] {
  return cpus().map(({ times }) => {
    const total = times.user + times.nice + times.sys + times.idle + times.irq;
    return { busy: total - times.idle, total };
  });
}
