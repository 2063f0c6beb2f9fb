import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { createSignedFetch, type SignedAnswer, type SignedService } from '../../lambdas/aws/signed-fetch.ts';
import { compact } from '../../lambdas/compact.ts';
import type { Caller } from './facts.ts';

/** Calls of services that nothing else here asks: three calls are not worth three more clients. */
export interface SignedCalls {
  /** Who asks, and the time of the answer by AWS's clock. Throws when there was no answer. */
  caller(): Promise<{ readonly caller: Caller; readonly awsTime: Date | undefined }>;
  /** The state of a key. Throws what the service answers, by its name. */
  keyState(keyArn: string): Promise<string>;
  /** All schedules of the account and region. */
  schedules(): Promise<ReadonlyArray<{ readonly target: string; readonly isEnabled: boolean }>>;
}

/** A refusal of a service. */
class RefusedCall extends Error {
  readonly $metadata: { readonly httpStatusCode: number };
  constructor(name: string, httpStatusCode: number) {
    super(name);
    this.name = name;
    this.$metadata = { httpStatusCode };
  }
}

const keyAnswer = z.object({ KeyMetadata: z.object({ KeyState: z.string() }) });
const schedulesAnswer = z.object({
  Schedules: z.array(z.object({ State: z.string().optional(), Target: z.object({ Arn: z.string() }).optional() })),
  NextToken: z.string().nullish(),
});

/**
 * @param endpointOf where a service answers, by its signing name
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html
 * @see https://docs.aws.amazon.com/scheduler/latest/APIReference/API_ListSchedules.html
 */
export function createSignedCalls(
  dynamo: Pick<DynamoDBDocumentClient, 'config'>,
  endpointOf: (service: SignedService) => string,
): SignedCalls {
  const fetchOf = (service: SignedService) => createSignedFetch(dynamo, service);
  const [sts, kms, scheduler] = [fetchOf('sts'), fetchOf('kms'), fetchOf('scheduler')];
  return {
    async caller() {
      const answer = await sts({
        method: 'POST',
        url: new URL(endpointOf('sts')),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'Action=GetCallerIdentity&Version=2011-06-15',
      });
      const account = /<Account>(\d{12})<\/Account>/.exec(answer.text)?.[1];
      const code = /<Code>(\w+)<\/Code>/.exec(answer.text)?.[1] ?? `HTTP ${answer.status}`;
      const arn = /<Arn>([^<]{1,2048})<\/Arn>/.exec(answer.text)?.[1];
      return { caller: account === undefined ? { error: code } : compact({ account, arn }), awsTime: answer.date };
    },
    async keyState(keyArn) {
      const answer = await kms({
        method: 'POST',
        url: new URL(endpointOf('kms')),
        headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'TrentService.DescribeKey' },
        body: JSON.stringify({ KeyId: keyArn }),
      });
      return keyAnswer.parse(readJson(answer)).KeyMetadata.KeyState;
    },
    async schedules() {
      const found: Array<{ target: string; isEnabled: boolean }> = [];
      let token: string | undefined;
      do {
        const url = new URL(`${endpointOf('scheduler')}/schedules`);
        if (token !== undefined) url.searchParams.set('NextToken', token);
        const page = schedulesAnswer.parse(readJson(await scheduler({ method: 'GET', url })));
        for (const { State, Target } of page.Schedules)
          found.push({ target: Target?.Arn ?? '', isEnabled: State === 'ENABLED' });
        token = page.NextToken || undefined;
      } while (token !== undefined);
      return found;
    },
  };
}

/** @throws RefusedCall with the name of the error that the service answers */
function readJson({ status, text, errorType }: SignedAnswer): unknown {
  if (status < 300) return JSON.parse(text);
  const type = errorType ?? /"__type":\s*"(?:[^"#]*#)?(\w+)"/.exec(text)?.[1] ?? `HTTP ${status}`;
  throw new RefusedCall(type.split(':')[0] ?? type, status);
}
