import { routeEvent } from '../../../lambdas/domain/planning/route-event.ts';
import { aDelivery, anEvent } from '../../helpers/builders.ts';

describe('routeEvent', () => {
  it('shows an integration only its own recipients', () => {
    const event = {
      ...anEvent(),
      envelope: { rcptTo: ['sales@inbound.localhost', 'rival@inbound.localhost'], source: 'receipt' as const },
    };

    expect(routeEvent(event, aDelivery(event)).envelope.rcptTo).toEqual(['sales@inbound.localhost']);
  });

  it('blocks files that are too large, and those beyond the sum, with the reason', () => {
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
