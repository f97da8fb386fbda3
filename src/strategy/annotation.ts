/** What a strategy wants drawn on a pair's chart. Times are ms since epoch, UTC; heights are prices. What is left out reaches to the edge. */
export type Annotation = AreaAnnotation | LineAnnotation | PointAnnotation;

interface Drawn {
  /** As CSS has it. */
  readonly color?: string;
  readonly label?: string;
  /** Those with a higher one lie above. */
  readonly zLevel?: number;
}

interface Spanning extends Drawn {
  readonly start?: number;
  readonly end?: number;
  readonly yStart?: number;
  readonly yEnd?: number;
}

export interface AreaAnnotation extends Spanning {
  readonly type: 'area';
}

export interface LineAnnotation extends Spanning {
  readonly type: 'line';
  /** px */
  readonly width?: number;
  readonly lineStyle?: 'solid' | 'dashed' | 'dotted';
}

export interface PointAnnotation extends Drawn {
  readonly type: 'point';
  readonly x?: number;
  readonly y?: number;
  /** px */
  readonly size?: number;
  readonly shape?: 'circle' | 'rect' | 'roundRect' | 'triangle' | 'pin' | 'arrow' | 'none';
  /** Degrees. */
  readonly rotate?: number;
}
