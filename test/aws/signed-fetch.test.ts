import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createSignedFetch } from '../../lambdas/aws/signed-fetch.ts';
import { useHttpStandIn } from '../helpers/http-stand-in.ts';

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-west-1', credentials }));
const service = useHttpStandIn();
const signed = createSignedFetch(dynamo, 'events');
const urlOf = (path: string): URL => new URL(`${service.endpoint()}${path}`);

describe('createSignedFetch', () => {
  it('signs a request for its service in the region of the client', async () => {
    service.answer({ status: 200, body: 'ok', headers: { date: 'Fri, 20 Nov 2026 10:00:00 GMT' } });

    const answer = await signed({ method: 'POST', url: urlOf('/x?a=1'), headers: { 'x-amz-target': 'T' }, body: '{}' });

    expect(answer).toMatchObject({
      status: 200,
      text: 'ok',
      isTooLarge: false,
      date: new Date('2026-11-20T10:00:00Z'),
    });
    const [request] = service.requests;
    expect(request).toMatchObject({ method: 'POST', url: '/x?a=1', body: '{}', headers: { 'x-amz-target': 'T' } });
    expect(request?.headers.authorization).toMatch(/Credential=local\/\d{8}\/eu-west-1\/events\/aws4_request/);
  });

  it('signs for another region where one is named', async () => {
    service.answer({ status: 200 });

    await signed({ method: 'GET', url: urlOf('/'), region: 'us-east-1' });

    expect(service.requests[0]?.headers.authorization).toContain('/us-east-1/events/');
  });

  it('gives every answer, with the name of a REST error', async () => {
    service.answer({ status: 400, body: 'no', headers: { 'x-amzn-errortype': 'ValidationException' } });

    expect(await signed({ method: 'GET', url: urlOf('/') })).toMatchObject({
      status: 400,
      text: 'no',
      errorType: 'ValidationException',
    });
  });

  it.each([
    [200, 4, false, 'four'],
    [200, 3, true, ''],
    [500, 3, false, 'four'],
  ])('reads no body of a %i answer beyond %i bytes', async (status, maxBytes, isTooLarge, text) => {
    service.answer({ status, body: 'four', headers: { 'content-length': '4' } });

    expect(await signed({ method: 'GET', url: urlOf('/'), maxBytes })).toMatchObject({ isTooLarge, text });
  });

  it('fails when there is no answer', async () => {
    // fetch refuses this port by itself.
    await expect(signed({ method: 'GET', url: new URL('http://127.0.0.1:1/') })).rejects.toThrow();
  });
});
