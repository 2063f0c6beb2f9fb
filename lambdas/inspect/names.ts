/** File name endings that a click runs, on one system or another. */
const executable =
  /\.(?:exe|com|scr|pif|cpl|dll|sys|msi|msp|msix|appx|jar|apk|app|dmg|pkg|deb|rpm|run|bin|elf|so|gadget|lnk|url|scf|iso|img|vhdx?|chm|hlp|xll|wll|ocx|reg|inf|application|appref-ms|diagcab|settingcontent-ms|library-ms|search-ms)$/i;
const script =
  /\.(?:js|jse|mjs|vbs|vbe|vb|wsf|wsh|wsc|sct|ws|hta|bat|cmd|ps1|psm1|ps1xml|psd1|ps2|msh|sh|bash|csh|command|py|pyc|pyw|pl|rb|php|scpt|applescript|ahk|au3|jnlp)$/i;
const macroName = /\.(?:docm|dotm|xlsm|xltm|xlam|pptm|potm|ppsm|ppam|sldm)$/i;
/** Endings that people trust: one of them before another ending is there to deceive. */
const trusted = /\.(?:pdf|docx?|xlsx?|pptx?|txt|rtf|csv|jpe?g|png|gif|zip|mp3|mp4|html?|odt|ods)\s*\.[a-z0-9]{2,5}$/i;

/** What a file's name alone says against it; ids for the event's reasons. */
export function nameReasons(sent: string, hasOverride: boolean): string[] {
  const name = asWindowsReads(sent);
  const reasons: string[] = [];
  if (hasOverride) reasons.push('name.bidirectional-override');
  if (executable.test(name)) reasons.push('name.executable');
  if (script.test(name)) reasons.push('name.script');
  if ((executable.test(name) || script.test(name)) && trusted.test(name)) reasons.push('name.double-extension');
  if (macroName.test(name)) reasons.push('name.macro-enabled');
  if (/\s{10}\.[a-z0-9]{2,5}$/i.test(name)) reasons.push('name.padded');
  return reasons;
}

/** Whether a name ends like something that runs. */
export function isRunnable(sent: string): boolean {
  const name = asWindowsReads(sent);
  return executable.test(name) || script.test(name);
}

/**
 * Windows drops dots and blanks at the end of a name: `setup.exe.` runs.
 *
 * @see https://learn.microsoft.com/windows/win32/fileio/naming-a-file#naming-conventions
 */
function asWindowsReads(name: string): string {
  let end = name.length;
  while (end > 0 && /[.\s]/.test(name[end - 1]!)) end -= 1;
  return name.slice(0, end);
}
