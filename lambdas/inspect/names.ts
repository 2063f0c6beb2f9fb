/** The pattern of names with one of these endings. */
const endsIn = (endings: string): RegExp => new RegExp(`\\.(?:${endings.trim().split(/\s+/).join('|')})$`, 'i');

/**
 * File name endings that a click runs, or that lead a click to something that runs, on one system or another.
 *
 * @see https://support.microsoft.com/office/blocked-attachments-in-outlook-434752e1-02d3-4e90-9124-8b81e49a8519
 */
const executable = endsIn(`
  exe com scr pif cpl dll sys msi msp mst msix msixbundle appx appxbundle appinstaller jar apk app dmg pkg deb rpm
  run bin elf so gadget lnk url website webpnp desktop mobileconfig scf iso img vhdx? wim swm esd chm hlp hpj xll wll
  ocx reg inf ins isp its cnt grp msc application appref-ms diagcab diagcfg diagpkg settingcontent-ms library-ms
  search-ms searchconnector-ms theme themepack deskthemepack osd pcd plg prf xnk rdp rdg iqy oqy rqy dqy slk udl wsb
  xbap fxp prg shb shs mde mda mdt mdw mdz ade adp mad maf mag mam maq mar mas mat mau mav maw mcf printerexport
  jsproj crx xpi vsix air ipa workflow action inetloc fileloc webloc kdelnk
`);
const script = endsIn(`
  js jse mjs vbs vbe vb vbp bas wsf wsh wsc sct ws hta htc bat cmd ps1 psm1 ps1xml psd1 ps2 ps2xml psc1 psc2 pssc
  cdxml msh msh1 msh2 mshxml msh1xml msh2xml sh bash csh ksh zsh command tool py pyc pyo pyw pyz pyzw pl rb php asp
  scpt scptd applescript ahk a3x au3 jnlp vsmacros vsw
`);
/** Documents with macros, and notebooks with files in them that a click runs. */
const macroName = endsIn(`
  docm dotm xlsm xlsb xltm xlam xla pptm potm ppsm ppam ppa sldm accda accdb accdc accde accdr accdt mdb
  one onepkg onetoc2
`);
/** Endings that people trust: one of them before another ending deceives. */
const trusted = /\.(?:pdf|docx?|xlsx?|pptx?|txt|rtf|csv|jpe?g|png|gif|zip|mp3|mp4|html?|odt|ods)\s*\.[a-z0-9]{2,5}$/i;
/** The class of a program in place of an ending: Windows hides it, and opens the file with that program. */
const classEnding = /\.\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}$/i;
/** Bidirectional controls, by which a name reads as another. */
const override = /[\u202a-\u202e\u2066-\u2069]/;
/** Whether blanks, of any kind that a screen shows as one, move the ending of a name out of sight. */
const padding = /[\s\u2800\u3164\u115f\u1160\uffa0]{10}\.[a-z0-9-]{2,20}$/i;

/**
 * Ids, for the event's reasons, of the findings against a file by its name alone.
 *
 * @param sent the name as its sender wrote it, because cleaned names have no controls and single blanks
 */
export function nameReasons(sent: string): string[] {
  const readings = readingsOf(sent);
  const some = (pattern: RegExp): boolean => readings.some((name) => pattern.test(name));
  const reasons: string[] = [];
  if (override.test(sent)) reasons.push('name.bidirectional-override');
  if (some(executable) || some(classEnding)) reasons.push('name.executable');
  if (some(script)) reasons.push('name.script');
  if (readings.some((name) => runs(name) && trusted.test(name))) reasons.push('name.double-extension');
  if (some(macroName)) reasons.push('name.macro-enabled');
  if (some(padding)) reasons.push('name.padded');
  return reasons;
}

const runs = (name: string): boolean => executable.test(name) || script.test(name);

/** Whether a name ends like something that runs. */
export const isRunnable = (sent: string): boolean =>
  readingsOf(sent).some((name) => runs(name) || classEnding.test(name));

/**
 * The names that programs make of one: some end it at a null.
 */
function readingsOf(sent: string): string[] {
  const end = sent.indexOf('\0');
  return end < 0
    ? [asWindowsReads(sent)]
    : [asWindowsReads(sent.replaceAll('\0', '')), asWindowsReads(sent.slice(0, end))];
}

/**
 * Windows drops dots and blanks at the end of a name, so that `setup.exe.` runs; mail programs drop characters that nobody
 * sees; and `setup.exe::$DATA` is the content of `setup.exe` (MS-FSCC §2.1.5).
 *
 * @see https://learn.microsoft.com/windows/win32/fileio/naming-a-file#naming-conventions
 */
function asWindowsReads(name: string): string {
  const stream = name.slice(-16).search(/:[^:]{0,8}:\$data\W{0,4}$/i);
  let end = stream < 0 ? name.length : Math.max(0, name.length - 16) + stream;
  while (end > 0 && /[./\\\s\p{C}\u2800\u3164\u115f\u1160\uffa0]/u.test(name[end - 1]!)) end -= 1;
  return name.slice(0, end);
}
