import {
  answerSendingAccount,
  type SentMail,
  type SuppressionList,
  takeSentMail,
} from '../../local/sending-account.ts';

const path = '/v2/email/suppression/addresses';

describe('answerSendingAccount', () => {
  it('puts, reads and deletes an address of the suppression list', () => {
    const list: SuppressionList = new Map();
    const ask = (method: string, url: string, body = '') => answerSendingAccount(list, method, url, body);
    const ada = `${path}/ada%40example.org`;

    expect(ask('GET', ada)).toMatchObject({ status: 404, headers: { 'x-amzn-errortype': 'NotFoundException' } });
    expect(ask('PUT', path, '{"EmailAddress":"ada@example.org","Reason":"BOUNCE"}').status).toBe(200);
    expect(ask('GET', ada)).toMatchObject({
      status: 200,
      value: { SuppressedDestination: { EmailAddress: 'ada@example.org', Reason: 'BOUNCE' } },
    });
    expect(ask('DELETE', ada).status).toBe(200);
    expect(ask('DELETE', ada).status).toBe(404);
  });
});

describe('takeSentMail', () => {
  it('keeps a mail of the Query API, and answers with its id', () => {
    const outbox: SentMail[] = [];
    const form = new URLSearchParams({
      Source: 'a@example.org',
      'Destination.ToAddresses.member.1': 'b@example.org',
      'Message.Subject.Data': 'Report',
      'Message.Body.Text.Data': 'Text',
    });

    expect(takeSentMail(outbox, form.toString())).toContain('<MessageId>local-000001</MessageId>');
    expect(outbox).toMatchObject([{ from: 'a@example.org', to: 'b@example.org', subject: 'Report', text: 'Text' }]);
  });
});
