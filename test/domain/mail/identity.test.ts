import { identify, scopedId } from '../../../lambdas/domain/mail/identity.ts';
import { aParsedMail } from '../../helpers/builders.ts';

describe('identity of a mail', () => {
  it('gives one identity to all spellings of the sender’s address', () => {
    const entry = identify(aParsedMail({ from: { address: 'Ada@Customer.example' } }));
    const other = identify(aParsedMail({ from: { name: 'A. L.', address: 'ada@customer.example' } }));

    expect(other).toEqual(entry);
  });

  it('gives a reused Message-ID with other content an event of its own, under the same external id', () => {
    const entry = identify(aParsedMail({ text: 'one' }));
    const other = identify(aParsedMail({ text: 'two' }));

    expect(other.externalId).toBe(entry.externalId);
    expect(other.contentDigest).not.toBe(entry.contentDigest);
    expect(other.eventId).not.toBe(entry.eventId);
  });

  it('tells two mails without Message-ID apart that begin with the same 256 bytes', () => {
    const start = 'x'.repeat(256);

    const ids = ['one', 'two'].map((end) => {
      const { messageId: _none, ...mail } = aParsedMail({ text: start + end });
      return identify(mail).externalId;
    });

    expect(new Set(ids).size).toBe(2);
  });

  it('stays when the same body is read better: other text, other HTML, same bytes', () => {
    const entry = aParsedMail();

    expect(identify({ ...entry, text: 'read otherwise', html: '<p>safer</p>' })).toEqual(identify(entry));
  });

  it('depends on attachments too, byte for byte', () => {
    const attachment = { contentType: 'a/b', size: 1, isShown: false, verdict: 'clean' as const, reasons: [] };
    const ids = ['a', 'b'].map(
      (digest) => identify(aParsedMail({ attachments: [{ ...attachment, sha256: digest.repeat(64) }] })).eventId,
    );

    expect(new Set(ids).size).toBe(2);
  });

  it('differs for a third party by tenant and by destination', () => {
    const ids = ['a', 'b'].flatMap((tenant) => ['x', 'y'].map((destination) => scopedId(tenant, destination, 'id')));

    expect(new Set(ids).size).toBe(4);
  });
});
