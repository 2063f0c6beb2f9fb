/** The pattern of names with one of these endings. */
const endsIn = (endings: string): RegExp => new RegExp(`\\.(?:${endings.trim().split(/\s+/).join('|')})$`, 'i');

/**
 * File name endings that a click runs, or that lead a click to something that runs, on one system or another.
 *
 * @see https://support.microsoft.com/office/blocked-attachments-in-outlook-434752e1-02d3-4e90-9124-8b81e49a8519
 */
const executable = endsIn(`
  exe com scr pif cpl dll sys msi msp mst msix msixbundle appx appxbundle appinstaller jar apk app dmg pkg deb rpm
  run bin elf so gadget lnk url website webpnp desktop mobileconfig scf iso img vhdx? wim chm hlp hpj xll wll ocx
  reg inf ins isp its cnt grp msc application appref-ms diagcab settingcontent-ms library-ms search-ms
  searchconnector-ms theme themepack osd pcd plg prf xnk rdp iqy oqy rqy dqy slk udl wsb xbap fxp prg shb shs mde
  mda mdt mdw mdz ade adp mad maf mag mam maq mar mas mat mau mav maw
`);
const script = endsIn(`
  js jse mjs vbs vbe vb vbp bas wsf wsh wsc sct ws hta bat cmd ps1 psm1 ps1xml psd1 ps2 ps2xml psc1 psc2 pssc
  cdxml msh msh1 msh2 mshxml msh1xml msh2xml sh bash csh ksh command py pyc pyo pyw pyz pyzw pl rb php asp scpt
  applescript ahk au3 jnlp vsmacros vsw
`);
/** Documents with macros, and notebooks with files in them that a click runs. */
const macroName = endsIn('docm dotm xlsm xlsb xltm xlam pptm potm ppsm ppam sldm accdb mdb one onepkg onetoc2');
/** Endings that people trust: one of them before another ending deceives. */
const trusted = /\.(?:pdf|docx?|xlsx?|pptx?|txt|rtf|csv|jpe?g|png|gif|zip|mp3|mp4|html?|odt|ods)\s*\.[a-z0-9]{2,5}$/i;

/** Ids, for the event's reasons, of the findings against a file by its name alone. */
export function nameReasons(sent: string, hasOverride: boolean, isPadded = false): string[] {
  const name = asWindowsReads(sent);
  const reasons: string[] = [];
  if (hasOverride) reasons.push('name.bidirectional-override');
  if (executable.test(name)) reasons.push('name.executable');
  if (script.test(name)) reasons.push('name.script');
  if ((executable.test(name) || script.test(name)) && trusted.test(name)) reasons.push('name.double-extension');
  if (macroName.test(name)) reasons.push('name.macro-enabled');
  if (isPadded || hidesItsEnding(name)) reasons.push('name.padded');
  return reasons;
}

/** Whether blanks move the ending of a name out of sight. Only the name as sent shows it: cleaned ones have single blanks. */
export const hidesItsEnding = (sent: string): boolean => /\s{10}\.[a-z0-9-]{2,20}$/i.test(asWindowsReads(sent));

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
