import { certificateLines, certify, type ErasureFacts } from '../../../cli/data/certificate.ts';
import type { ErasureResult } from '../../../cli/data/erase-subject.ts';
import { sha256 } from '../../../lambdas/domain/mail/identity.ts';
import { aDelivery, anEvent } from '../../helpers/builders.ts';

const at = '2026-11-20T09:00:00.000Z';
const facts: ErasureFacts = {
  subject: 'hash',
  tenant: 'acme',
  actor: 'laptop',
  startedAt: new Date('2026-12-01T10:00:00.000Z'),
  endedAt: new Date('2026-12-01T10:00:05.000Z'),
  sharedMail: 'pseudonymize',
  connectionOf: new Map([['sales', 'main']]),
  keptSeconds: 86_400,
  isLocal: false,
};
const steps = { contact: { state: 'done', at, id: '51' }, activity: { state: 'done', at, id: '52' } } as const;
const event = anEvent();
const delivery = { ...aDelivery(event), attempts: 0, fence: 0, steps };
const result: ErasureResult = {
  mails: [
    { mail: { event, role: 'author', mails: [], deliveries: [delivery, delivery] }, fate: { kind: 'erase' } },
    {
      mail: {
        event,
        role: 'mentioned',
        mails: [],
        deliveries: [
          {
            ...delivery,
            steps: { contact: { state: 'done', at, id: '61' }, activity: { state: 'done', at, id: '62' } },
          },
        ],
      },
      fate: { kind: 'pseudonymize' },
    },
    {
      mail: { event, role: 'author', mails: [], deliveries: [] },
      fate: { kind: 'keep', why: 'under legal hold hold-1' },
    },
  ],
  unread: [{ mail: { mailId: 'm9', objectKey: 'inbound/m9' }, fate: { kind: 'erase' } }],
  objects: ['inbound/m9', 'events/e.json'],
  versions: 3,
  refused: [{ key: 'inbound/m1', versionId: '1', code: 'AccessDenied' }],
  rows: { deleted: 4, changed: 2, buried: 1 },
  rowsKept: [{ kind: 'ledger AUDIT', why: 'never changed', count: 2 }],
};

describe('the certificate of an erasure', () => {
  const certificate = certify(result, facts);

  it('counts what went and what stays', () => {
    expect(certificate.counts).toEqual({
      mailsErased: 2,
      mailsPseudonymized: 1,
      mailsKept: 1,
      objects: 2,
      versions: 3,
      rowsDeleted: 4,
      rowsChanged: 2,
      deliveriesEnded: 1,
    });
    expect(certificate.kept).toEqual([{ id: event.eventId, why: 'under legal hold hold-1' }]);
  });

  it('names objects by hashes, and the person by the keyed hash alone', () => {
    expect(certificate.objects).toEqual([sha256('inbound/m9'), sha256('events/e.json')].toSorted());
    expect(JSON.stringify(certificate)).not.toMatch(/ada|inbound|Lovelace/i);
    expect(certificate.subject).toBe('hash');
  });

  it('says what remains, why and until when', () => {
    expect(certificate.remains).toEqual([
      expect.objectContaining({ what: 'consent under the keyed hash of the address' }),
      expect.objectContaining({ until: '2026-12-02T10:00:05.000Z' }),
      { what: '2 row(s): ledger AUDIT', why: 'never changed' },
      { what: `object ${sha256('inbound/m1')}`, why: 'S3 did not delete it: AccessDenied' },
      expect.objectContaining({ what: 'entries of the audit trail' }),
      expect.objectContaining({ what: 'changes in the streams of the tables', until: '2026-12-02T10:00:05.000Z' }),
      expect.objectContaining({ what: 'backups of the tables', until: '2027-01-05T10:00:05.000Z' }),
    ]);
    expect(certify(result, { ...facts, keepsConsent: 'under legal hold hold-1' }).remains[0]).toEqual({
      what: 'consent',
      why: 'under legal hold hold-1',
    });
  });

  it('names no end of the streams of a laptop, which has none', () => {
    const { remains } = certify(result, { ...facts, isLocal: true });

    expect(remains.find(({ what }) => what === 'changes in the streams of the tables')).not.toHaveProperty('until');
  });

  it('lists the records of their own mail once, and of mail of others only those with its words', () => {
    expect(certificate.records.map(({ step, id }) => `${step} ${id}`)).toEqual([
      'contact 51',
      'activity 52',
      'activity 62',
    ]);
  });

  it('is readable', () => {
    const lines = certificateLines(certificate).join('\n');

    expect(lines).toContain('2 mail(s) erased, 1 without the person, 1 kept');
    expect(lines).toContain(`KEPT ${event.eventId}: under legal hold hold-1`);
    expect(lines).toContain('main: activity 62');
    expect(certificateLines({ ...certificate, records: [] }).join('\n')).not.toContain('other systems');
  });
});
