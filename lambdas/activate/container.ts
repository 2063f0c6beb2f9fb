import { setTimeout as pause } from 'node:timers/promises';
import {
  DescribeActiveReceiptRuleSetCommand,
  RuleSetDoesNotExistException,
  SESClient,
  SetActiveReceiptRuleSetCommand,
} from '@aws-sdk/client-ses';
import { log } from '../aws/telemetry.ts';
import type { ActivateDependencies } from './handler.ts';
import { createRespond } from './respond.ts';

/** One try to tell CloudFormation may take this long, in ms. */
const answerMs = 5_000;

export function createActivateContainer(): ActivateDependencies {
  const ses = new SESClient({});
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
