import { setTimeout as wait } from 'node:timers/promises';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createSignedFetch } from '../../lambdas/aws/signed-fetch.ts';
import { compact } from '../../lambdas/compact.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';
import type { AskLastUse, ServiceUse } from './unused-grants.ts';

/** IAM is one service for all regions, and its requests are signed for this one. */
const iamRegion = 'us-east-1';
const version = '2010-05-08';
/** A report is ready within a few seconds. */
const asksAtMost = 20;

interface IamPorts {
  readonly dynamo: Pick<DynamoDBDocumentClient, 'config'>;
  readonly endpoint?: string;
  readonly pauseMs?: number;
}

/**
 * Asks IAM when the services that a role may use were last used: it begins a report, and is asked for it until that is ready.
 *
 * @throws ConfigError when IAM refuses, or the report does not become ready
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateServiceLastAccessedDetails.html
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLastAccessedDetails.html
 */
export function createLastUse({
  dynamo,
  endpoint = 'https://iam.amazonaws.com/',
  pauseMs = 1000,
}: IamPorts): AskLastUse {
  const iam = createSignedFetch(dynamo, 'iam');
  const call = async (parameters: Readonly<Record<string, string>>): Promise<string> => {
    const { status, text } = await iam({
      method: 'POST',
      url: new URL(endpoint),
      region: iamRegion,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...parameters, Version: version }).toString(),
    });
    if (status < 300) return text;
    throw new ConfigError(
      `IAM answers ${/<Code>(\w{1,100})<\/Code>/.exec(text)?.[1] ?? `HTTP ${status}`} to ${parameters.Action}`,
    );
  };
  return async (roleArn) => {
    const begun = await call({ Action: 'GenerateServiceLastAccessedDetails', Arn: roleArn });
    const [, JobId] = /<JobId>([\w-]{1,100})<\/JobId>/.exec(begun) ?? [];
    if (JobId === undefined) throw new ConfigError('IAM names no report');
    for (let asked = 0; asked < asksAtMost; asked += 1) {
      const report = await call({ Action: 'GetServiceLastAccessedDetails', JobId, MaxItems: '1000' });
      if (report.includes('<JobStatus>COMPLETED</JobStatus>')) return usesIn(report);
      if (report.includes('<JobStatus>FAILED</JobStatus>')) throw new ConfigError('IAM could not make its report');
      await wait(pauseMs);
    }
    throw new ConfigError('IAM did not finish its report');
  };
}

/** Reads the services of a report. */
const usesIn = (report: string): ServiceUse[] =>
  report.split('<member>').flatMap((member): ServiceUse[] => {
    const [, service] = /<ServiceNamespace>([\w-]{1,100})<\/ServiceNamespace>/.exec(member) ?? [];
    if (service === undefined) return [];
    const [, lastUsedAt] = /<LastAuthenticated>([\d:.TZ+-]{1,40})<\/LastAuthenticated>/.exec(member) ?? [];
    return [{ service, ...compact({ lastUsedAt }) }];
  });
