/** A part of a path as it is meant; null where its percent signs can't be read. */
export function decodedPart(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** A call that is to be passed on. */
export interface PassedCall {
  /** Below `/api/v1`, decoded: what scopes are judged by. */
  readonly path: string;
  /** The same path encoded anew, with its query: what is sent, so that nothing else can be meant than what was judged. */
  readonly target: string;
}

/**
 * Reads which call below `bots/<id>/` is meant.
 * @param url as it came, with its query
 * @returns 'unreadable' where it can't be decoded, or would have to be decoded once more; 'outside' where it leaves the API's own paths
 */
export function passedCall(url: string): PassedCall | 'unreadable' | 'outside' {
  const mark = url.indexOf('?');
  const raw = mark < 0 ? url : url.slice(0, mark);
  // '', 'api', 'v1', 'bots', id, then what is passed on
  const parts = withoutHost(raw).split('/').slice(5).map(decodedPart);
  const path: string[] = [];
  for (const part of parts) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    if (part === null || /%[0-9a-f]{2}|[\u0000-\u001f\u007f]/i.test(part)) return 'unreadable';
    if (part === '' || part === '.' || part === '..' || /[/\\;]/.test(part)) return 'outside';
    path.push(part);
  }
  const query = mark < 0 ? '' : url.slice(mark).replaceAll('#', '%23');
  return { path: `/${path.join('/')}`, target: `/${path.map(encodeURIComponent).join('/')}${query}` };
}

/** Whether a call is for the bot it is sent to only: it gives or takes credentials, or goes on to a third bot. */
export function staysHere(path: string): boolean {
  const [first = '', ...rest] = path.toLowerCase().split('/').slice(1);
  return first.trim() === 'token' || (first.trim() === 'bots' && rest.length > 1);
}

/** A request may name a whole address, as to a proxy. */
function withoutHost(path: string): string {
  return path.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '');
}
