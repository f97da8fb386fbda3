/** Folder of the page, e.g. `https://host/` or `https://host/bot1/` behind a proxy. The server says it in `<base>`. */
export const HOME = new URL('.', document.baseURI);

/** Address of a picture or other file of the page. */
export function fileUrl(name: string): string {
  return new URL(name, HOME).href;
}
