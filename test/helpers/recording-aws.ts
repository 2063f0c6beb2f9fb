import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that a function sent to AWS. */
export interface AwsRequest {
  readonly method: string;
  readonly path: string;
  /** `DynamoDB.GetItem`, `SQS.SendMessage`, `SES.SetActiveReceiptRuleSet`; for plain HTTP the method: `PUT`. */
  readonly operation: string;
  readonly body: string;
}

export interface RecordingAws {
  readonly url: string;
  readonly requests: readonly AwsRequest[];
  /** Deletes the requests recorded so far. */
  clear(): void;
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** A request with this word in its body is denied. */
export const denied = 'denied-by-test';

const json = (value: object, status = 200): Answer => ({ status, body: JSON.stringify(value) });

/**
 * Answers for every AWS service that the functions call, as an empty account: tables, queues and buckets are empty, and
 * every write succeeds.
 *
 * @param secret value of every secret
 */
export async function startRecordingAws(secret: string): Promise<RecordingAws> {
  const requests: AwsRequest[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const received = await readRequest(request);
    requests.push(received);
    const { status, body } = received.body.includes(denied)
      ? json({ __type: 'AccessDeniedException', message: 'denied' }, 400)
      : answerTo(received, secret);
    response.writeHead(status).end(body);
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    clear: () => void requests.splice(0),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function readRequest(request: IncomingMessage): Promise<AwsRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString('utf8');
  const { method = '', url: path = '' } = request;
  const target = /^(?:Amazon)?([A-Za-z]+)(?:_\d+)?\.(\w+)$/.exec(String(request.headers['x-amz-target']));
  const action = /^Action=(\w+)/.exec(body)?.[1];
  const operation = target ? `${target[1]}.${target[2]}` : action ? `SES.${action}` : method;
  return { method, path, operation, body };
}

function answerTo({ operation, path, body }: AwsRequest, secret: string): Answer {
  const [service = '', action = ''] = operation.split('.');
  switch (service) {
    case 'DynamoDB':
      return json({ Items: [], Count: 0, ScannedCount: 0, Responses: {}, UnprocessedKeys: {}, UnprocessedItems: {} });
    case 'SQS':
      return json({ MessageId: 'm', MD5OfMessageBody: md5OfMessage(body), Messages: [] });
    case 'secretsmanager':
      return json({ ARN: 'a', Name: 'n', SecretString: secret });
    case 'SES':
      return {
        status: 200,
        body: `<${action}Response xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><${action}Result/></${action}Response>`,
      };
    case 'GET':
      return path.includes('list-type=2')
        ? { status: 200, body: '<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>' }
        : { status: 404, body: '<Error><Code>NoSuchKey</Code><Message>absent</Message></Error>' };
    default:
      return { status: 200, body: '' };
  }
}

/** Returns the MD5 of the message body, which the SDK compares with the sent body. */
function md5OfMessage(body: string): string | undefined {
  const { MessageBody } = JSON.parse(body) as { MessageBody?: string };
  return MessageBody === undefined ? undefined : createHash('md5').update(MessageBody).digest('hex');
}
