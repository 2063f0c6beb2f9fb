import { DescribeActiveReceiptRuleSetCommand, SESClient, SetActiveReceiptRuleSetCommand } from '@aws-sdk/client-ses';
import type { ActivateDependencies } from './handler.ts';

export function createActivateContainer(): ActivateDependencies {
  const ses = new SESClient({});
  return {
    async active() {
      const { Metadata } = await ses.send(new DescribeActiveReceiptRuleSetCommand({}));
      return Metadata?.Name;
    },
    async activate(ruleSetName) {
      await ses.send(new SetActiveReceiptRuleSetCommand({ RuleSetName: ruleSetName }));
    },
    async respond(url, response) {
      // CloudFormation's pre-signed URL takes no content type.
      await fetch(url, { method: 'PUT', body: JSON.stringify(response), headers: { 'content-type': '' } });
    },
  };
}
