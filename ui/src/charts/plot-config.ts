/** What a chart shows beside candles, in freqtrade's format. */
export interface PlotLine {
  color?: string;
  type?: 'line' | 'bar' | 'scatter';
  /** Column up to which the area is filled. */
  fill_to?: string;
}
export interface PlotConfig {
  main_plot: Record<string, PlotLine>;
  subplots: Record<string, Record<string, PlotLine>>;
}

export const EMPTY_PLOT: PlotConfig = { main_plot: {}, subplots: {} };

/** Distinguished on both backgrounds. */
export const LINE_COLOURS = ['#4a90d9', '#d98e32', '#9b6dd0', '#2aa198', '#d0567e', '#8a9a3b', '#7a8ba0', '#c25b4a'];

type Loose = Record<string, unknown> | null | undefined;

function linesOf(source: Loose): Record<string, PlotLine> {
  return Object.fromEntries(
    Object.entries(source ?? {}).map(([name, value]) => {
      const { color, type, fill_to: fillTo } = (value ?? {}) as PlotLine;
      const line: PlotLine = {
        ...(typeof color === 'string' ? { color } : {}),
        ...(type === 'bar' || type === 'scatter' ? { type } : {}),
        ...(typeof fillTo === 'string' && fillTo !== '' ? { fill_to: fillTo } : {}),
      };
      return [name, line];
    }),
  );
}

/** A plot configuration from anywhere, with what this page knows of it. @throws Error when it is none */
export function readPlotConfig(source: unknown): PlotConfig {
  if (typeof source !== 'object' || source === null || Array.isArray(source)) throw new Error('{ "main_plot": { … }, "subplots": { … } }');
  const { main_plot: main, subplots } = source as { main_plot?: Loose; subplots?: Loose };
  return {
    main_plot: linesOf(main),
    subplots: Object.fromEntries(Object.entries(subplots ?? {}).map(([name, lines]) => [name, linesOf(lines as Loose)])),
  };
}

/** Columns a configuration needs. */
export function plotColumns({ main_plot: main, subplots }: PlotConfig): string[] {
  const lines = [main, ...Object.values(subplots)].flatMap((plot) => Object.entries(plot));
  return [...new Set(lines.flatMap(([column, { fill_to: fillTo }]) => (fillTo === undefined ? [column] : [column, fillTo])))];
}
