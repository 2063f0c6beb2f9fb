import { denialAnswer, type Protocol } from '../../../local/iam/denial-answer.ts';

describe('the answer to a denied call', () => {
  it.each<[Protocol, number, string]>([
    ['json', 400, 'AccessDeniedException'],
    ['json-query-compatible', 403, 'AccessDeniedException'],
    ['rest-json', 403, 'is not authorized'],
    ['rest-xml', 403, '<Code>AccessDenied</Code>'],
    ['query-sns', 403, '<Code>AuthorizationError</Code>'],
    ['query-ses', 403, '<Code>AccessDenied</Code>'],
  ])('is one of %s', (protocol, status, part) => {
    const answer = denialAnswer(protocol, { message: 'User: x is not authorized' });

    expect(answer).toMatchObject({ status, body: expect.stringContaining(part) });
    expect(answer.body).toContain('User: x is not authorized');
  });

  it('names its error in a header where the protocol has it there', () => {
    expect(denialAnswer('rest-json', { message: '' }).headers['x-amzn-errortype']).toBe('AccessDeniedException');
    expect(denialAnswer('json-query-compatible', { message: '' }).headers['x-amzn-query-error']).toBe(
      'AccessDenied;Sender',
    );
  });

  it('escapes what a resource brings into XML', () => {
    expect(denialAnswer('rest-xml', { message: 'a<b>&"c"' }).body).toContain('a&lt;b&gt;&amp;&quot;c&quot;');
  });
});
