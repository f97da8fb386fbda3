import { expect, it } from 'vitest';
import { findPython, systemProblem } from './find-python.ts';

it('refuses Windows by its name, with what helps, and no other system', () => {
  expect(systemProblem('win32')).toMatch(/do not run on Windows.*WSL or Docker/);
  expect([systemProblem('linux'), systemProblem('darwin')]).toEqual([null, null]);
});

it('finds nothing where no folder has one', () => {
  expect(findPython({ named: null, environment: { PATH: '/nonexistent', VIRTUAL_ENV: '/nonexistent' } })).toBeNull();
  expect(findPython({ named: 'python-of-nobody', environment: { PATH: '/nonexistent' } })).toBeNull();
  expect(findPython({ named: '/a/path/python', environment: {} })).toBe('/a/path/python');
});
