import fc from 'fast-check';
import { isMailable, normalizeAddress } from '../../lambdas/domain/address.ts';
import { decodeDeliveryMessage } from '../../lambdas/domain/delivery.ts';
import { mapEvent } from '../../lambdas/domain/map-event.ts';
import { decodeReceipt, recoveredNotification } from '../../lambdas/domain/receipt.ts';
import { backoffMs } from '../../lambdas/domain/retry-policy.ts';
import { routeEvent } from '../../lambdas/domain/route-event.ts';
import { aDelivery, anEvent, anIntegration } from '../helpers/builders.ts';

describe('retry policy', () => {
  it('waits between nothing and the bound of the attempt', () => {
    const bounds = [1000, 5000, 25_000, 120_000, 600_000, 600_000];
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempts, random) => {
          const waited = backoffMs(attempts, random);
          expect(waited).toBeGreaterThanOrEqual(0);
          expect(waited).toBeLessThanOrEqual(bounds[attempts - 1]!);
        },
      ),
    );
  });
});

describe('addresses', () => {
  it.each([
    [' Ada@Example.COM ', 'ada@example.com'],
    ['ada@MÜLLER.example', 'ada@xn--mller-kva.example'],
    ['ada+tag@example.com', 'ada+tag@example.com'],
  ])('normalizes %j', (address, expected) => {
    expect(normalizeAddress(address)).toBe(expected);
  });

  it('normalizes once and for all', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) =>
        expect(normalizeAddress(normalizeAddress(address))).toBe(normalizeAddress(address)),
      ),
    );
  });

  it.each(['', 'x', '@x.y', 'x@', 'a b@c.d', 'a@b@', 'a@b,c@d', '<a@b.c>'])(
    'knows that %j cannot be mailed',
    (address) => {
      expect(isMailable(address)).toBe(false);
    },
  );
});

describe('mapping to CRM records', () => {
  const mapped = (changes: Parameters<typeof anEvent>[0], integration = anIntegration()) => {
    const event = anEvent(changes);
    return mapEvent(routeEvent(event, aDelivery(event)), integration);
  };

  it('finds contact and company of the sender', () => {
    expect(mapped({})).toMatchObject({
      contact: { email: 'ada@customer.example', firstName: 'Ada', lastName: 'Lovelace' },
      company: { domain: 'customer.example' },
    });
  });

  it('makes no company of a public mailbox provider', () => {
    expect(mapped({ from: { address: 'eve@gmail.com' } }).company).toBeUndefined();
  });

  it('takes the registrable domain', () => {
    expect(mapped({ from: { address: 'ian@mail.acme.co.uk' } }).company?.domain).toBe('acme.co.uk');
  });

  it('dates an activity by the mail, unless its date is in the future or the last century', () => {
    expect(mapped({ date: new Date('2026-11-19T08:00:00Z') }).activity.at).toBe('2026-11-19T08:00:00.000Z');
    expect(mapped({ date: new Date('2099-01-01T00:00:00Z') }).activity.at).toBe('2026-11-20T09:00:00.000Z');
    expect(mapped({ date: new Date('1970-01-01T00:00:00Z') }).activity.at).toBe('2026-11-20T09:00:00.000Z');
  });

  it('opens a deal for a conversation only where the integration says so', () => {
    expect(mapped({}).deal).toBeUndefined();
    expect(mapped({}, anIntegration({ deals: 'thread' })).deal).toMatchObject({ name: 'Hello' });
  });

  it('shows an integration only its own recipients', () => {
    const event = {
      ...anEvent(),
      envelope: { rcptTo: ['sales@inbound.localhost', 'rival@inbound.localhost'], source: 'receipt' as const },
    };

    expect(routeEvent(event, aDelivery(event)).envelope.rcptTo).toEqual(['sales@inbound.localhost']);
  });
});

describe('receipts and queue messages', () => {
  it('reads envelope and verdicts of an SES notification', () => {
    const receipt = decodeReceipt({
      notificationType: 'Received',
      mail: { messageId: 'm1', timestamp: '2026-11-20T09:00:00.000Z', source: '<>' },
      receipt: {
        recipients: ['a@b.example', 'a@b.example'],
        spfVerdict: { status: 'PASS' },
        dkimVerdict: { status: 'GRAY' },
        dmarcVerdict: { status: 'FAIL' },
        action: { type: 'S3', objectKey: 'inbound/m1', bucketName: 'b' },
      },
    });

    expect(receipt).toMatchObject({
      mailId: 'm1',
      recipients: ['a@b.example'],
      authentication: { spf: 'pass', dkim: 'neutral', dmarc: 'fail' },
      recovered: false,
    });
    expect(receipt.mailFrom).toBeUndefined();
    expect(receipt).not.toHaveProperty('spam');
  });

  it('reads what the sweep writes in place of a lost notification', () => {
    const made = JSON.parse(
      JSON.stringify(recoveredNotification('m1', 'inbound/m1', '2026-11-20T09:00:00.000Z')),
    ) as unknown;

    expect(decodeReceipt(made)).toMatchObject({ mailId: 'm1', recovered: true, recipients: [] });
  });

  it.each(['', '{', '[]', '{"schema":"delivery/2"}', '{"schema":"delivery/1","eventId":""}'])(
    'refuses %j without quoting it',
    (body) => {
      expect(() => decodeDeliveryMessage(body)).toThrow();
    },
  );
});

describe('caps on attachments', () => {
  it('block a file that is too large, and what comes after the sum is reached, with the reason', () => {
    const attachment = {
      contentType: 'a/b',
      sha256: 'a'.repeat(64),
      related: false,
      verdict: 'clean' as const,
      reasons: [],
    };
    const sizes = [2, 11, 6, 4].map((mebibytes) => ({ ...attachment, size: mebibytes * 2 ** 20 }));
    const event = anEvent({ attachments: sizes });

    const routed = routeEvent(event, aDelivery(event), { attachments: { maxFileMiB: 10, maxMailMiB: 20 } });

    expect(routed.attachments.map(({ verdict, reasons }) => [verdict, ...reasons])).toEqual([
      ['clean'],
      ['blocked', 'size.file-cap'],
      ['clean'],
      ['blocked', 'size.mail-cap'],
    ]);
  });
});
