/** Columns of the grid that panels lie in. */
export const COLUMNS = 12;
export const NARROWEST = 3;
/** px */
export const LOWEST = 160;
const HIGHEST = 2400;

/** A part of a view that can be moved, sized and hidden. */
export interface Panel {
  readonly name: string;
  readonly label: string;
  /** Columns it has until somebody changes that. */
  readonly width: number;
}

/** Where a panel lies: panels stand in the order of the list. */
export interface PanelPosition {
  readonly name: string;
  readonly width: number;
  /** px; null for as high as its content. */
  readonly height: number | null;
  readonly isHidden: boolean;
}

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, Math.round(value)));

/** Positions of a view's panels: as they were kept, and new panels after the one that comes before them. */
export function arranged(panels: readonly Panel[], kept: readonly Partial<PanelPosition>[]): PanelPosition[] {
  const places = kept.flatMap(({ name, width, height, isHidden }): PanelPosition[] => {
    const panel = panels.find((one) => one.name === name);
    if (panel === undefined) return [];
    return [
      {
        name: panel.name,
        width: typeof width === 'number' ? clamp(width, NARROWEST, COLUMNS) : panel.width,
        height: typeof height === 'number' ? clamp(height, LOWEST, HIGHEST) : null,
        isHidden: isHidden === true,
      },
    ];
  });
  for (const [index, { name, width }] of panels.entries()) {
    if (places.some((place) => place.name === name)) continue;
    const before = panels[index - 1]?.name;
    places.splice(before === undefined ? 0 : places.findIndex((place) => place.name === before) + 1, 0, {
      name,
      width,
      height: null,
      isHidden: false,
    });
  }
  return places;
}

/** Puts a panel where another one is; those between move up. */
export function moved(places: readonly PanelPosition[], name: string, to: string): PanelPosition[] {
  const [from, target] = [places.findIndex((place) => place.name === name), places.findIndex((place) => place.name === to)];
  if (from < 0 || target < 0) return [...places];
  const rest = places.filter((_place, index) => index !== from);
  return rest.toSpliced(target, 0, places[from]!);
}

/** The panel that is shown before or after one; null at the end. */
export function neighbour(places: readonly PanelPosition[], name: string, step: -1 | 1): string | null {
  const shown = places.filter((place) => !place.isHidden);
  return shown[shown.findIndex((place) => place.name === name) + step]?.name ?? null;
}

/** The same places with one of them changed, within what is possible. */
export function changed(places: readonly PanelPosition[], name: string, change: Partial<Omit<PanelPosition, 'name'>>): PanelPosition[] {
  return places.map((place) => {
    if (place.name !== name) return place;
    const next = { ...place, ...change };
    return {
      ...next,
      width: clamp(next.width, NARROWEST, COLUMNS),
      height: next.height === null ? null : clamp(next.height, LOWEST, HIGHEST),
    };
  });
}
