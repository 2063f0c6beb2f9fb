import { createFindScans, isScannedByGuardDuty, withScanVerdicts } from '../../lambdas/aws/scan-results.ts';
import type { ScanResults, ScanStatus } from '../../lambdas/domain/mail/object-scan.ts';
import { anEvent, silentLog } from '../helpers/builders.ts';

const keyOf = (index: number): string => `attachments/evt_1/${index}`;
const mailWith = (count: number, reasons: string[] = ['antivirus.pending']) => ({
  ...anEvent(),
  attachments: Array.from({ length: count }, (_, index) => ({
    contentType: 'text/plain',
    size: 1,
    sha256: '',
    inline: false,
    key: keyOf(index),
    verdict: 'unscanned' as const,
    reasons,
  })),
});

interface Sources {
  readonly recorded?: ScanResults;
  readonly tags?: Readonly<Record<string, ScanStatus | 'fails'>> | 'none';
}

/** Looks for the results of a mail, and counts the requests. */
async function find(mail: ReturnType<typeof mailWith>, { recorded = new Map(), tags = {} }: Sources) {
  const asked: string[] = [];
  const findScans = createFindScans({
    readScans: async () => {
      asked.push('ledger');
      return recorded;
    },
    readTag:
      tags === 'none'
        ? undefined
        : async (key) => {
            asked.push(key);
            const status = tags[key];
            if (status === 'fails') throw new Error('S3 answered 403');
            return status;
          },
    log: silentLog,
  });
  return { found: await findScans(mail), asked };
}

describe('createFindScans', () => {
  it('asks nobody for a mail that waits for no scan', async () => {
    expect((await find(mailWith(2, []), {})).asked).toEqual([]);
  });

  it('asks for the tags of those objects whose results the ledger does not have', async () => {
    const { found, asked } = await find(mailWith(3), {
      recorded: new Map([[keyOf(0), { kind: 'infected', name: 'Eicar' }]]),
      tags: { [keyOf(1)]: 'NO_THREATS_FOUND' },
    });

    expect(asked).toEqual(['ledger', keyOf(1), keyOf(2)]);
    expect([...found]).toEqual([
      [keyOf(0), { kind: 'infected', name: 'Eicar' }],
      [keyOf(1), { kind: 'clean' }],
    ]);
  });

  it('goes on without a tag that cannot be read', async () => {
    const { found } = await find(mailWith(2), { tags: { [keyOf(0)]: 'fails', [keyOf(1)]: 'THREATS_FOUND' } });

    expect([...found]).toEqual([[keyOf(1), { kind: 'infected', name: 'threat-found' }]]);
  });

  it('asks for no more than fifty tags', async () => {
    expect((await find(mailWith(80), {})).asked).toHaveLength(51);
  });

  it('takes a scan that had not ended for one that failed, where nothing scans any more', async () => {
    const { found } = await find(mailWith(2), { recorded: new Map([[keyOf(0), { kind: 'clean' }]]), tags: 'none' });

    expect([...found.values()]).toEqual([{ kind: 'clean' }, { kind: 'unavailable' }]);
  });
});

describe('withScanVerdicts', () => {
  const read = (mail: ReturnType<typeof mailWith> | undefined, scans: ScanResults) =>
    withScanVerdicts({ getEvent: async () => mail }, async () => scans).getEvent('evt_1');

  it('reads an event with the verdicts that there are', async () => {
    const event = await read(mailWith(2), new Map([[keyOf(0), { kind: 'clean' }]]));

    expect(event?.attachments.map(({ verdict }) => verdict)).toEqual(['clean', 'unscanned']);
  });

  it('hands on every other event as it is', async () => {
    const mail = mailWith(1, []);

    expect(await read(mail, new Map([[keyOf(0), { kind: 'clean' }]]))).toBe(mail);
    expect(await read(undefined, new Map())).toBeUndefined();
  });
});

describe('isScannedByGuardDuty', () => {
  it.each([
    [{}, false],
    [{ POSTERN_ANTIVIRUS: 'none' }, false],
    [{ POSTERN_ANTIVIRUS: 'guardduty' }, true],
  ])('reads %j', (environment, isScanned) => {
    expect(isScannedByGuardDuty(environment)).toBe(isScanned);
  });
});
