import { setTimeout as pause } from 'node:timers/promises';
import {
  DescribeActiveReceiptRuleSetCommand,
  RuleSetDoesNotExistException,
  type SESClient,
  SetActiveReceiptRuleSetCommand,
} from '@aws-sdk/client-ses';
import { createSes } from '../aws/ses-clients.ts';
import { log } from '../aws/telemetry.ts';
import type { ActivateDependencies } from './handler.ts';
import { createRespond } from './respond.ts';

/** In ms: how long one try to answer CloudFormation may take. */
const answerMs = 5_000;

/** Wires the custom resource once per cold start. */
export function createActivateContainer(ses: Pick<SESClient, 'send'> = createSes()): ActivateDependencies {
  return {
    async active() {
      const { Metadata } = await ses.send(new DescribeActiveReceiptRuleSetCommand({}));
      return Metadata?.Name;
    },
    async activate(ruleSetName) {
      try {
        await ses.send(new SetActiveReceiptRuleSetCommand({ RuleSetName: ruleSetName }));
        return true;
      } catch (error) {
        if (error instanceof RuleSetDoesNotExistException) return false;
        throw error;
      }
    },
    respond: createRespond({
      // CloudFormation's pre-signed URL takes no content type.
      put: (url, body) =>
        fetch(url, { method: 'PUT', body, headers: { 'content-type': '' }, signal: AbortSignal.timeout(answerMs) }),
      pause: (ms) => pause(ms),
    }),
    log,
  };
}
