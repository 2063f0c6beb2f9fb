const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** How long ago something was, in a few characters. */
export function agoOf(at: string, now: Date): string {
  const ms = now.getTime() - Date.parse(at);
  if (Number.isNaN(ms)) return 'at an unknown time';
  if (ms < -minute) return `in ${spanOf(-ms)}`;
  if (ms < 10 * second) return 'now';
  return ms < 7 * day ? `${spanOf(ms)} ago` : at.slice(0, 10);
}

/** A duration in one unit, or two where the second matters. */
export function spanOf(ms: number): string {
  if (ms === 0) return '0 s';
  if (ms < second) return `${Math.round(ms)} ms`;
  if (ms < 10 * second) return `${(ms / second).toFixed(1)} s`;
  if (ms < minute) return `${Math.round(ms / second)} s`;
  if (ms < hour) return `${Math.floor(ms / minute)} min`;
  if (ms < 2 * day) return twoUnits(ms, hour, 'h', minute, 'min');
  return twoUnits(ms, day, 'd', hour, 'h');
}

function twoUnits(ms: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((ms % large) / small);
  const whole = `${Math.floor(ms / large)} ${largeName}`;
  return rest === 0 ? whole : `${whole} ${rest} ${smallName}`;
}

/** The whole time in UTC, and in the reader's own zone where that is another. */
export function fullTimeOf(at: string, zone: string = Intl.DateTimeFormat().resolvedOptions().timeZone): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return at;
  const utc = `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  if (zone === 'UTC') return utc;
  const local = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone: zone });
  return `${utc} · ${local.format(date)} ${zone}`;
}

/** A count of bytes for people. */
export function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
