/** Folder of the page, e.g. `https://host/` or `https://host/bot1/` behind a proxy. The server says it in `<base>`. */
export const HOME = new URL('.', document.baseURI);

/** Address of a call below `/api/v1`. */
export function apiUrl(path: string): string {
  return new URL(`api/v1/${path}`, HOME).href;
}
