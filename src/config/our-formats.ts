/** Formats that the configuration's schema names. */
export const formats = { ipv4: isIpv4OrName };

function isIpv4OrName(text: string): boolean {
  return /^(\d{1,3}\.){3}\d{1,3}$|^::1?$|^localhost$/.test(text);
}
