import { readDeliveryReport } from '../../../../lambdas/domain/understanding/bounce/delivery-report.ts';

const report = (...blocks: string[]): string => ['Reporting-MTA: dns; mx.example.com', ...blocks].join('\n\n');

describe('readDeliveryReport', () => {
  it('reads recipient, action, status and words', () => {
    const block =
      'Final-Recipient: rfc822; ada@customer.example.com\nAction: Failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 unknown';

    expect(readDeliveryReport(report(block), [])).toEqual({
      blocks: 1,
      reportingMta: 'mx.example.com',
      recipients: [
        { address: 'ada@customer.example.com', action: 'failed', status: '5.1.1', diagnostic: '550 unknown' },
      ],
    });
  });

  it('prefers the address that was mailed to the one that an alias made of it', () => {
    const block = 'Original-Recipient: rfc822;ada@customer.example.com\nFinal-Recipient: rfc822;a.l@inner.example.com';

    expect(readDeliveryReport(report(block), []).recipients.map(({ address }) => address)).toEqual([
      'ada@customer.example.com',
    ]);
  });

  it('takes the returned mail’s recipient where a block names only a local one', () => {
    const block = 'Final-Recipient: rfc822; ada@server.local\nAction: failed';

    expect(readDeliveryReport(report(block), ['ada@customer.example.com']).recipients[0]?.address).toBe(
      'ada@customer.example.com',
    );
  });

  it('parts recipients between which a host forgot the blank line', () => {
    const blocks =
      'Final-Recipient: rfc822; a@customer.example.com\nAction: failed\nFinal-Recipient: rfc822; b@customer.example.com';

    expect(readDeliveryReport(report(blocks), []).recipients).toHaveLength(2);
  });

  it.each([
    ['Exchange’s inner form', 'Final-Recipient: rfc822;IMCEAEX-_O=ACME_cn=ada@inner.example.com'],
    ['a name alone', 'Final-Recipient: local; ada'],
  ])('takes the returned mail’s only recipient for %s', (_name, block) => {
    expect(readDeliveryReport(report(block), ['ada@customer.example.com']).recipients[0]?.address).toBe(
      'ada@customer.example.com',
    );
  });

  it('decodes the xtext of an original recipient where the final one agrees (RFC 3461 §4)', () => {
    const block =
      'Original-Recipient: rfc822;ada+2Btag@customer.example.com\nFinal-Recipient: rfc822;ada+tag@customer.example.com';

    expect(readDeliveryReport(report(block), []).recipients[0]?.address).toBe('ada+tag@customer.example.com');
  });

  it('finds nothing in nothing', () => {
    expect(readDeliveryReport(undefined, [])).toEqual({ blocks: 0, recipients: [] });
  });
});
