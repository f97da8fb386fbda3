import type { ISeriesPrimitive, Time } from 'lightweight-charts';

/** What is drawn on, in CSS pixels. */
export interface Frame {
  readonly context: CanvasRenderingContext2D;
  readonly mediaSize: { readonly width: number; readonly height: number };
}
interface Target {
  useMediaCoordinateSpace(draw: (frame: Frame) => void): void;
}

/** Something that is drawn beneath the series of a chart. */
export abstract class Drawing implements ISeriesPrimitive<Time> {
  protected abstract draw(frame: Frame): void;
  paneViews() {
    return [
      {
        zOrder: () => 'bottom' as const,
        renderer: () => ({ draw: (target: Target) => target.useMediaCoordinateSpace((frame) => this.draw(frame)) }),
      },
    ];
  }
}
