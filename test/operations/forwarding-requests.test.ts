import { forwardingRemarks, openForwardings } from '../../lambdas/operations/forwarding-requests.ts';
import { anEvent } from '../helpers/builders.ts';

const request = { eventId: 'evt_1', integration: 'sales', service: 'gmail', at: '2026-11-20T09:00:00.000Z' };
const confirmation = anEvent({
  from: { address: 'forwarding-noreply@google.com' },
  subject: '(#123456789) Gmail Forwarding Confirmation',
  text: 'lea@gmail.com asks: https://mail.google.com/mail/vf-abc\n',
});

describe('openForwardings', () => {
  it('reads the link and the code from the mail', async () => {
    const ports = { forwardings: async () => [request], store: { getEvent: async () => confirmation } };

    expect(await openForwardings(ports)).toEqual([
      {
        ...request,
        address: 'sales@inbound.localhost',
        account: 'lea@gmail.com',
        url: 'https://mail.google.com/mail/vf-abc',
        code: '123456789',
      },
    ]);
  });

  it('keeps a request whose mail is gone', async () => {
    expect(
      await openForwardings({ forwardings: async () => [request], store: { getEvent: async () => undefined } }),
    ).toEqual([request]);
  });
});

describe('forwardingRemarks', () => {
  it('says how to confirm, and where to look when it cannot', () => {
    const [withLink, without] = forwardingRemarks([{ ...request, url: 'https://x.example/', code: '1' }, request]);

    expect(withLink).toContain('open https://x.example/ or type the code 1 there');
    expect(without).toContain('postern trace evt_1');
  });
});
