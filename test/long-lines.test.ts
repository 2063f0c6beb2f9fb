import { hostilePlaces } from './helpers/hostile-mails.ts';
import { readWhole } from './helpers/read-whole.ts';

/** Texts that fill one line; each is the start of something that a pattern searches for. */
const units: Readonly<Record<string, string>> = {
  blanks: ' ',
  tabs: '\t',
  'no-break blanks': '\u00a0',
  'zero-width blanks': '\u200b',
  'at signs': '@',
  'closing angle brackets': '>',
  'opening angle brackets': '<',
  'opening parentheses': '(',
  digits: '4',
  'digits and points': '0.',
  letters: 'a',
  'letters and at signs': 'a@',
  'letters and blanks': 'a ',
  base64: 'QUJD',
  'encoded blanks': '=20',
  'quote headers': 'On 1 Jan 2024 Bo <bo@b.example> wrote: ',
};

/** Places of a mail where a line may be as long as its sender likes. */
const places = [
  'the text',
  'the text in quoted-printable',
  'the text in base64',
  'flowed text',
  'the text below a quote header',
  'HTML text',
  'the words of a bounce',
  'a delivery report',
  'a returned mail',
] as const;

/** Lengths of the line in characters. */
const lengths = { short: 62_500, middle: 250_000, long: 1_000_000 } as const;
/** Times below this, in ms, are not compared: the clock is too coarse. */
const comparedFrom = 60;
/** Linear work grows by 4 from one length to the next, quadratic work by 16. */
const maxGrowth = 9;
/** The limit for any mail in ms. */
const ceiling = 2_000;

/** Least processor time of a reading in ms; a second and a third reading only where the first takes long. */
async function msOf(raw: Buffer, enough: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 3 && least > enough; run += 1) {
    const started = process.cpuUsage();
    await readWhole(raw);
    const { user, system } = process.cpuUsage(started);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

/**
 * Growth of a time between two lengths, of which the longer one has been measured. Where it is too much it is measured anew: the collector of garbage and other programs of the
 * machine add to a time now and then, quadratic work adds to it each time.
 */
async function growthOf(
  measured: number,
  longer: () => Promise<number>,
  shorter: () => Promise<number>,
  floor: number,
): Promise<number> {
  let least = measured / Math.max(await shorter(), floor);
  for (let attempt = 1; attempt < 3 && least >= maxGrowth; attempt += 1)
    least = Math.min(least, (await longer()) / Math.max(await shorter(), floor));
  return least;
}

describe.each(Object.entries(units))('a line of 1 MB of %s', (_name, unit) => {
  it.each(places)(
    'is read in linear time as %s',
    async (place) => {
      const msOfLength = (length: number, enough: number): Promise<number> =>
        msOf(Buffer.from(hostilePlaces[place]!(unit.repeat(length / unit.length))), enough);
      const long = await msOfLength(lengths.long, 4 * comparedFrom);

      expect(long).toBeLessThan(ceiling);
      // A longest line that is read fast leaves nothing to find in shorter ones.
      if (long <= 4 * comparedFrom) return;
      const longer = () => msOfLength(lengths.long, 4 * comparedFrom);
      const middle = () => msOfLength(lengths.middle, comparedFrom);
      expect(await growthOf(long, longer, middle, comparedFrom)).toBeLessThan(maxGrowth);
      const between = await middle();
      if (between <= comparedFrom) return;
      const short = () => msOfLength(lengths.short, comparedFrom / 4);
      expect(await growthOf(between, middle, short, comparedFrom / 4)).toBeLessThan(maxGrowth);
    },
    60_000,
  );
});
