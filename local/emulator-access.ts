import type { buildApp } from 'fauxqs';
import type { Access } from './iam/access.ts';
import { existingTag } from './iam/context-keys.ts';
import { type DenialAnswer, denialAnswer, type Protocol } from './iam/denial-answer.ts';
import type { AccessDenied } from './iam/gateway.ts';
import { type AwsRequest, type IamCall, operationOf } from './iam/iam-call.ts';
import { snsCalls, sqsCalls } from './iam/message-calls.ts';
import { absentObjectCall, s3Calls, s3TargetOf } from './iam/s3-calls.ts';

type App = ReturnType<typeof buildApp>;
/** The tag of an object with the result of its scan. */
type TagOf = (bucket: string, key: string) => string | undefined;
type Reply = Parameters<Parameters<App['setErrorHandler']>[0]>[2];

/**
 * Lets only requests with a key of the run to SQS, SNS and S3, and asks IAM for their calls.
 *
 * @param tagOf the tag of an object that policies may ask for
 */
export function guardEmulators(app: App, access: Access, tagOf: TagOf = () => undefined): void {
  app.addHook('onRequest', async (request, reply) => {
    const asked = awsRequestOf(request);
    if (!access.isKnown(asked)) {
      await reply.code(403).type('text/plain').send('wants to be signed with an access key of the run\n');
      return;
    }
    // A request to the root is one to SQS or SNS; its body names the operation.
    if (s3TargetOf(asked.target) === undefined && asked.method === 'POST') return;
    await refuse(reply, 'rest-xml', await access.check(asked, () => callsOnObjects(asked, tagOf)), asked.method);
  });
  app.addHook('preHandler', async (request, reply) => {
    const asked = awsRequestOf(request);
    if (s3TargetOf(asked.target) !== undefined || asked.method !== 'POST') return;
    // The emulator distinguishes them in the same way; an ambiguous request is neither.
    const type = request.headers['content-type'] ?? '';
    const isQueue = type.includes('application/x-amz-json-1.0');
    const isTopic = type.includes('application/x-www-form-urlencoded');
    const calls = () => {
      if (isQueue === isTopic) return undefined;
      return isQueue ? sqsCalls(operationOf(asked), request.body) : snsCalls(request.body);
    };
    await refuse(
      reply,
      isQueue ? 'json-query-compatible' : 'query-sns',
      await access.check(asked, calls),
      asked.method,
    );
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const asked = awsRequestOf(request);
    const target = s3TargetOf(asked.target);
    const isRead = asked.method === 'GET' || asked.method === 'HEAD';
    if (reply.statusCode !== 404 || !isRead || target?.key === undefined) return payload;
    const denied = await access.check(asked, () => [absentObjectCall(target.bucket)]);
    if (denied === undefined) return payload;
    const answer = denialAnswer('rest-xml', denied);
    put(reply, answer);
    return asked.method === 'HEAD' ? payload : answer.body;
  });
}

/** The calls of a request at S3; whoever reads an object brings its tag, which a policy may ask for. */
function callsOnObjects(asked: AwsRequest, tagOf: TagOf): readonly IamCall[] | undefined {
  const { bucket = '', key } = s3TargetOf(asked.target) ?? {};
  const tag = key === undefined ? undefined : tagOf(bucket, key);
  const calls = s3Calls(asked);
  if (tag === undefined) return calls;
  return calls?.map((call) =>
    call.action.startsWith('s3:GetObject') ? { ...call, context: { ...call.context, [existingTag]: tag } } : call,
  );
}

interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: AwsRequest['headers'];
}

const awsRequestOf = ({ method, url, headers }: Request): AwsRequest => ({ method, target: url, headers });

async function refuse(
  reply: Reply,
  protocol: Protocol,
  denied: AccessDenied | undefined,
  method: string,
): Promise<void> {
  if (denied === undefined) return;
  const answer = denialAnswer(protocol, denied);
  put(reply, answer);
  await reply.send(method === 'HEAD' ? '' : answer.body);
}

function put(reply: Reply, { status, headers, body }: DenialAnswer): void {
  reply.code(status).headers({ ...headers, 'content-length': String(Buffer.byteLength(body)) });
}
