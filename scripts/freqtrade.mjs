#!/usr/bin/env node
import { fail, runProgram } from './setup.mjs';

try {
  runProgram('src/cli/main.ts', process.argv.slice(2));
} catch (error) {
  fail(error);
}
