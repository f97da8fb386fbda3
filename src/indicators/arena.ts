import { instantiate, type KernelMemory, type Kernels } from '../../kernels/dist/kernels.mjs';

/**
 * Memory of the kernels. Results lie one behind another in it, and are used again once they are settled: a fresh array of a
 * hundred thousand numbers takes longer to come than most indicators to be computed. What lies here moves out, into an array
 * of its own, when it is looked at, when the analysis it belongs to is over, or when there is much of it; no one sees where
 * it is.
 */

/** Bytes behind each column which kernels may run over. */
const PADDING = 128;
/** Bytes from which on everything moves out before more is made. */
const MUCH = 128 * 1024 * 1024;
/** Bytes of memory that may stay when nothing is in it. */
const LITTLE = 4 * 1024 * 1024;
const PAGE = 65_536;

/** Something that lies here until it moves out. */
export interface Tenant {
  /** Into an array of its own. */
  moveOut(): void;
  /** It lies here no longer, and only what is made of it here asks for it. */
  drop(): void;
  /** It lies here no longer, and is made again for whoever asks for it. */
  leave(): void;
  /** Whether it would be the same if it were made again. @param question its number: an answer is kept for those who ask the same */
  isSteady(question: number): boolean;
}

let opened: Kernels;
let memory: KernelMemory;
let base = 0;
let top = 0;
let tenants: Tenant[] = [];
/** Counts how often everything moved out. */
let era = 0;
let questions = 0;

function open(): void {
  ({ kernels: opened, memory } = instantiate());
  base = (opened.heap.value + 255) & ~63;
  top = base;
}
open();

/** The loops, which work in whatever memory is the present one: whoever keeps one of them keeps no memory of before. */
export const kernels: Kernels = inPresentMemory();

function inPresentMemory(): Kernels {
  const loops: Kernels = { ...opened };
  const loop = (name: string) => Reflect.get(opened, name) as unknown;
  for (const name of Object.keys(opened)) {
    if (typeof loop(name) !== 'function') continue;
    Object.assign(loops, { [name]: (...numbers: number[]): unknown => Reflect.apply(loop(name) as () => unknown, undefined, numbers) });
  }
  return loops;
}

/** Room for a number of bytes. @returns its address */
export function reserve(bytes: number): number {
  const at = top;
  top = (top + bytes + PADDING + 63) & ~63;
  const missing = top + PADDING - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  return at;
}

/** The numbers at an address, only until anything else is made. */
export function numbersAt(at: number, length: number): Float64Array {
  return new Float64Array(memory.buffer, at, length);
}

export function bytesAt(at: number, length: number): Uint8Array {
  return new Uint8Array(memory.buffer, at, length);
}

/** Takes in what was made at an address until it moves out. */
export function takeIn(tenant: Tenant): void {
  tenants.push(tenant);
}

/** Everything moves out. Safe whenever no kernel is at work: whoever has a column sees the same as before. */
export function settle(): void {
  const leaving = tenants;
  tenants = [];
  era++;
  for (const tenant of leaving) tenant.moveOut();
  if (memory.buffer.byteLength > LITTLE && top > MUCH) open();
  top = base;
}

/**
 * For an analysis whose columns hardly anybody asks for again: what would be the same if it were made again is given up, and made again for
 * whoever asks. The rest moves out. @param since only what was taken in after it
 */
export function letGo(since: Mark | null = null): void {
  if (since !== null && since.era !== era) return settle();
  const leaving = tenants.splice(since?.tenants ?? 0);
  // an analysis that began in between does not find what it had laid here
  era++;
  const question = ++questions;
  // all are asked before one goes
  const steady = leaving.map((tenant) => tenant.isSteady(question));
  for (const [index, tenant] of leaving.entries()) {
    if (steady[index] === true) tenant.leave();
    else tenant.moveOut();
  }
  if (tenants.length === 0 && memory.buffer.byteLength > LITTLE && top > MUCH) open();
  top = tenants.length === 0 ? base : Math.min(top, since?.top ?? top);
}

/** Gives memory back that was needed once. */
export function shrink(): void {
  settle();
  if (memory.buffer.byteLength > LITTLE) open();
}

/** Before something is made: moves out what lies here if it is much. */
export function makeRoom(): void {
  if (top > MUCH) settle();
}

/** How values are made again that were given up. */
export interface Recipe {
  /** What they are made of. */
  readonly inputs: readonly Ingredient[];
  /** Lays the inputs here and makes the values again. @returns their address */
  readonly again: () => number;
  /** Steps that are gone back at most until everything lies in arrays. */
  readonly steps: number;
}

/** Something that values are made of. */
export interface Ingredient {
  isSteady(question: number): boolean;
  /** Something that is made again when it is asked for is made of it. */
  noteUse(): void;
}

/** Values that lie here already. */
export class Slot {
  readonly address: number;
  readonly length: number;
  readonly recipe: Recipe;
  constructor(address: number, length: number, recipe: Recipe) {
    this.address = address;
    this.length = length;
    this.recipe = recipe;
  }
}

/** Where the next will lie. */
export function end(): number {
  return top;
}

/** A tenant that can be moved within the memory. */
export interface Movable extends Tenant {
  /** 0 where it is not here. */
  address: number;
  readonly bytes: number;
}

/** A place in time: what was made after it can be given up. */
export interface Mark {
  readonly top: number;
  readonly tenants: number;
  readonly era: number;
}

export function mark(): Mark {
  return { top, tenants: tenants.length, era };
}

/** Room reserved since a mark is free again; nothing that was taken in lies there. */
export function freeTo(address: number): void {
  top = address;
}

/** Gives up what was taken in since a mark, except the kept, which move down to it. */
export function giveUp(since: Mark, kept: readonly Movable[]): void {
  // all of it has moved out in the meantime
  if (since.era !== era) return;
  for (const tenant of tenants.splice(since.tenants)) if (!kept.includes(tenant as Movable)) tenant.drop();
  top = since.top;
  for (const column of [...kept].sort((a, b) => a.address - b.address)) {
    const { address, bytes } = column;
    if (address < since.top) continue;
    column.address = reserve(bytes);
    new Uint8Array(memory.buffer).copyWithin(column.address, address, address + bytes);
    tenants.push(column);
  }
}
