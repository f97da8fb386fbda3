import { Pyramid } from './pyramid.ts';

/** The same on spot markets. */
export class SpotPyramid extends Pyramid {
  override canShort = false;
}
