/** Parts up to this length are sorted by insertion. */
const SMALL = 16;

/**
 * Positions of values in ascending order. Ties are left as numpy's quicksort leaves them (median of three, the longer part put aside):
 * drawdowns over trades that closed in the same candle depend on it.
 */
export function quicksortOrder(values: readonly number[]): number[] {
  const order = values.map((_, index) => index);
  const aside: [number, number][] = [];
  let low = 0;
  let high = values.length - 1;
  for (;;) {
    while (high - low >= SMALL) {
      const middle = partition(values, order, low, high);
      if (middle - low < high - middle) {
        aside.push([middle + 1, high]);
        high = middle - 1;
      } else {
        aside.push([low, middle - 1]);
        low = middle + 1;
      }
    }
    insertionSort(values, order, low, high);
    const next = aside.pop();
    if (next === undefined) return order;
    [low, high] = next;
  }
}

/** Splits a part around its median of three. @returns where the pivot came to lie */
function partition(values: readonly number[], order: number[], low: number, high: number): number {
  const at = (position: number) => values[order[position]!]!;
  const swap = (a: number, b: number) => {
    [order[a], order[b]] = [order[b]!, order[a]!];
  };
  const middle = low + ((high - low) >> 1);
  if (at(middle) < at(low)) swap(middle, low);
  if (at(high) < at(middle)) swap(high, middle);
  if (at(middle) < at(low)) swap(middle, low);
  const pivot = at(middle);
  let left = low;
  let right = high - 1;
  swap(middle, right);
  for (;;) {
    do left++;
    while (at(left) < pivot);
    do right--;
    while (pivot < at(right));
    if (left >= right) break;
    swap(left, right);
  }
  swap(left, high - 1);
  return left;
}

function insertionSort(values: readonly number[], order: number[], low: number, high: number): void {
  for (let index = low + 1; index <= high; index++) {
    const moving = order[index]!;
    let place = index;
    while (place > low && values[moving]! < values[order[place - 1]!]!) {
      order[place] = order[place - 1]!;
      place--;
    }
    order[place] = moving;
  }
}
