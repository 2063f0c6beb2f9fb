/** Names of Windows' time zones without "Standard Time", each with the IANA zone that CLDR gives for the world. */
const windowsZones: ReadonlyMap<string, string> = new Map(
  `
  dateline|Etc/GMT+12; aleutian|America/Adak; hawaiian|Pacific/Honolulu; marquesas|Pacific/Marquesas
  alaskan|America/Anchorage; pacific|America/Los_Angeles; us mountain|America/Phoenix; mountain|America/Denver
  yukon|America/Whitehorse; central america|America/Guatemala; central|America/Chicago; easter island|Pacific/Easter
  canada central|America/Regina; sa pacific|America/Bogota; eastern|America/New_York; haiti|America/Port-au-Prince
  cuba|America/Havana; us eastern|America/Indianapolis; turks and caicos|America/Grand_Turk
  paraguay|America/Asuncion; atlantic|America/Halifax; venezuela|America/Caracas; central brazilian|America/Cuiaba
  sa western|America/La_Paz; pacific sa|America/Santiago; newfoundland|America/St_Johns
  tocantins|America/Araguaina; e. south america|America/Sao_Paulo; sa eastern|America/Cayenne
  argentina|America/Buenos_Aires; greenland|America/Godthab; montevideo|America/Montevideo
  magallanes|America/Punta_Arenas; saint pierre|America/Miquelon; bahia|America/Bahia; azores|Atlantic/Azores
  cape verde|Atlantic/Cape_Verde; gmt|Europe/London; greenwich|Atlantic/Reykjavik; sao tome|Africa/Sao_Tome
  morocco|Africa/Casablanca; w. europe|Europe/Berlin; central europe|Europe/Budapest; romance|Europe/Paris
  central european|Europe/Warsaw; w. central africa|Africa/Lagos; jordan|Asia/Amman; gtb|Europe/Bucharest
  middle east|Asia/Beirut; egypt|Africa/Cairo; e. europe|Europe/Chisinau; syria|Asia/Damascus
  west bank|Asia/Hebron; south africa|Africa/Johannesburg; fle|Europe/Kiev; israel|Asia/Jerusalem
  south sudan|Africa/Juba; kaliningrad|Europe/Kaliningrad; sudan|Africa/Khartoum; libya|Africa/Tripoli
  namibia|Africa/Windhoek; arabic|Asia/Baghdad; turkey|Europe/Istanbul; arab|Asia/Riyadh; belarus|Europe/Minsk
  russian|Europe/Moscow; e. africa|Africa/Nairobi; volgograd|Europe/Volgograd; iran|Asia/Tehran
  arabian|Asia/Dubai; astrakhan|Europe/Astrakhan; azerbaijan|Asia/Baku; russia time zone 3|Europe/Samara
  mauritius|Indian/Mauritius; saratov|Europe/Saratov; georgian|Asia/Tbilisi; caucasus|Asia/Yerevan
  afghanistan|Asia/Kabul; west asia|Asia/Tashkent; ekaterinburg|Asia/Yekaterinburg; pakistan|Asia/Karachi
  qyzylorda|Asia/Qyzylorda; india|Asia/Calcutta; sri lanka|Asia/Colombo; nepal|Asia/Katmandu
  central asia|Asia/Bishkek; bangladesh|Asia/Dhaka; omsk|Asia/Omsk; myanmar|Asia/Rangoon; se asia|Asia/Bangkok
  altai|Asia/Barnaul; w. mongolia|Asia/Hovd; north asia|Asia/Krasnoyarsk; n. central asia|Asia/Novosibirsk
  tomsk|Asia/Tomsk; china|Asia/Shanghai; north asia east|Asia/Irkutsk; singapore|Asia/Singapore
  w. australia|Australia/Perth; taipei|Asia/Taipei; ulaanbaatar|Asia/Ulaanbaatar; aus central w.|Australia/Eucla
  transbaikal|Asia/Chita; tokyo|Asia/Tokyo; north korea|Asia/Pyongyang; korea|Asia/Seoul; yakutsk|Asia/Yakutsk
  cen. australia|Australia/Adelaide; aus central|Australia/Darwin; e. australia|Australia/Brisbane
  aus eastern|Australia/Sydney; west pacific|Pacific/Port_Moresby; tasmania|Australia/Hobart
  vladivostok|Asia/Vladivostok; lord howe|Australia/Lord_Howe; bougainville|Pacific/Bougainville
  russia time zone 10|Asia/Srednekolymsk; magadan|Asia/Magadan; norfolk|Pacific/Norfolk; sakhalin|Asia/Sakhalin
  central pacific|Pacific/Guadalcanal; russia time zone 11|Asia/Kamchatka; new zealand|Pacific/Auckland
  fiji|Pacific/Fiji; chatham islands|Pacific/Chatham; tonga|Pacific/Tongatapu; samoa|Pacific/Apia
  line islands|Pacific/Kiritimati; pacific (mexico)|America/Tijuana; mountain (mexico)|America/Mazatlan
  central (mexico)|America/Mexico_City; eastern (mexico)|America/Cancun
  `
    .split(/[;\n]/)
    .map((entry) => entry.trim().split('|'))
    .flatMap(([name, zone]) => (name && zone ? [[name, zone] as const] : [])),
);

/** Zone words of RFC 5322 §4.3, and those of other regions that mean one zone only. Hours east of UTC. */
const zoneWords: Readonly<Record<string, number>> = {
  ...{ ut: 0, utc: 0, gmt: 0, z: 0, wet: 0, west: 1, ast: -4, adt: -3 },
  ...{ est: -5, edt: -4, cst: -6, cdt: -5, mst: -7, mdt: -6, pst: -8, pdt: -7, akst: -9, akdt: -8, hst: -10 },
  ...{ cet: 1, cest: 2, met: 1, mest: 2, mez: 1, mesz: 2, eet: 2, eest: 3, msk: 3, trt: 3, sast: 2 },
  ...{ jst: 9, kst: 9, hkt: 8, sgt: 8, awst: 8, acst: 9.5, acdt: 10.5, aest: 10, aedt: 11, nzst: 12, nzdt: 13 },
  ...{ nst: -3.5, ndt: -2.5, brt: -3, art: -3, pkt: 5, wib: 7 },
};

/** Minutes east of UTC that a zone word stands for; undefined for a word that nobody knows, or that means several. */
export function offsetOfWord(word: string): number | undefined {
  const key = word.toLowerCase();
  return Object.hasOwn(zoneWords, key) ? zoneWords[key]! * 60 : undefined;
}

/** The IANA zone of a name: as Windows has it, or as IANA does, perhaps behind the path of some registry. */
export function zoneOf(name: string): string | undefined {
  const windows = windowsZones.get(
    name
      .trim()
      .toLowerCase()
      .replace(/\s(?:standard|daylight|summer) time/, ''),
  );
  if (windows !== undefined) return windows;
  const segments = name.trim().split('/').filter(Boolean).slice(-3);
  const candidates = segments.map((_segment, from) => segments.slice(from).join('/'));
  return candidates.find((candidate) => /[A-Za-z]{3}/.test(candidate) && isZone(candidate));
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/**
 * The time, in milliseconds of UTC, at which the clocks of an IANA zone show a wall time.
 *
 * An hour that clocks pass twice means its first half year's rule; one that they skip is read as if they did not.
 *
 * @param wall the wall time, as milliseconds of UTC
 */
export function timeInZone(wall: number, zone: string): number {
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const offsetAt = (time: number): number => {
    const shown = new Map(clock.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => shown.get(type) ?? 0;
    const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
    return local - Math.floor(time / 1000) * 1000;
  };
  const near = wall - offsetAt(wall);
  return wall - offsetAt(near);
}
