import type { EmailReceived } from '../../../lambdas/domain/mail/event.ts';
import {
  isScanStatus,
  keyOfPart,
  keysToScan,
  partAt,
  resultOf,
  withScans,
} from '../../../lambdas/domain/mail/object-scan.ts';
import { anEvent } from '../../helpers/builders.ts';

type Attachment = EmailReceived['attachments'][number];

const eventId = `evt_${'a'.repeat(32)}`;
const attachment = (part: string, changes: Partial<Attachment> = {}): Attachment => ({
  contentType: 'text/plain',
  size: 1,
  sha256: '0'.repeat(64),
  inline: false,
  key: `attachments/${eventId}/${part}`,
  verdict: 'unscanned',
  reasons: ['antivirus.pending'],
  ...changes,
});
const copyKey = `attachments/${eventId}/1.macro-free`;
const mail = {
  ...anEvent(),
  attachments: [
    attachment('0'),
    attachment('1', { verdict: 'suspicious', reasons: ['office.macros', 'antivirus.pending'], macroFreeKey: copyKey }),
    attachment('2', { verdict: 'clean', reasons: [] }),
  ],
};

describe('partAt', () => {
  it.each(['0', '17', '3.macro-free'])('reads the part %s from its key', (part) => {
    expect(partAt(`attachments/${eventId}/${part}`)).toEqual({ eventId, part });
    expect(keyOfPart({ eventId, part })).toBe(`attachments/${eventId}/${part}`);
  });

  it.each([
    'malware-protection-resource-validation-object',
    `attachments/${eventId}/`,
    `attachments/${eventId}/0/1`,
    `attachments/${eventId}/0.exe`,
    `attachments/evt_1/0`,
    `x/attachments/${eventId}/0`,
    `attachments/${eventId}/${'9'.repeat(50)}`,
  ])('reads no part from %s', (key) => {
    expect(partAt(key)).toBeUndefined();
  });
});

describe('resultOf', () => {
  it.each([
    ['NO_THREATS_FOUND', { kind: 'clean' }],
    ['THREATS_FOUND', { kind: 'infected', name: 'threat-found' }],
    ['UNSUPPORTED', { kind: 'unsupported' }],
    ['ACCESS_DENIED', { kind: 'unavailable' }],
    ['FAILED', { kind: 'unavailable' }],
  ] as const)('reads %s', (status, result) => {
    expect(isScanStatus(status)).toBe(true);
    expect(resultOf(status)).toEqual(result);
  });

  it('knows no other status', () => {
    expect([undefined, '', 'CLEAN', 'toString'].map(isScanStatus)).toEqual([false, false, false, false]);
  });
});

describe('withScans', () => {
  it('asks for the objects whose scans have not ended, and their copies', () => {
    expect(keysToScan(mail)).toEqual([mail.attachments[0]!.key, mail.attachments[1]!.key, copyKey]);
  });

  it('judges by the results that there are, and leaves the rest pending', () => {
    const judged = withScans(mail, new Map([[mail.attachments[0]!.key, { kind: 'infected', name: 'Eicar' }]]));

    expect(judged.attachments.map(({ verdict, reasons }) => [verdict, ...reasons])).toEqual([
      ['blocked', 'antivirus.Eicar'],
      ['suspicious', 'office.macros', 'antivirus.pending'],
      ['clean'],
    ]);
    expect(judged.attachments[1]!.macroFreeKey).toBe(copyKey);
  });

  it('leaves out a copy without macros that is infected itself', () => {
    const judged = withScans(
      mail,
      new Map([
        [mail.attachments[1]!.key, { kind: 'infected', name: 'Macro' }],
        [copyKey, { kind: 'infected', name: 'Other' }],
      ]),
    );

    expect(judged.attachments[1]).toMatchObject({ verdict: 'blocked', reasons: ['office.macros', 'antivirus.Macro'] });
    expect(judged.attachments[1]).not.toHaveProperty('macroFreeKey');
  });

  it('changes nothing of a file that waits for no scan', () => {
    const judged = withScans(mail, new Map([[mail.attachments[2]!.key, { kind: 'infected', name: 'Eicar' }]]));

    expect(judged.attachments[2]).toEqual(mail.attachments[2]);
  });
});
