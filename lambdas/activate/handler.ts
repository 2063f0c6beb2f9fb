import type { CloudFormationCustomResourceEvent, CloudFormationCustomResourceResponse, Context } from 'aws-lambda';

export interface ActivateDependencies {
  /** Name of the active rule set of this account and region, if one is. */
  readonly active: () => Promise<string | undefined>;
  /** Undefined switches receiving off. */
  readonly activate: (ruleSetName: string | undefined) => Promise<void>;
  readonly respond: (url: string, response: CloudFormationCustomResourceResponse) => Promise<void>;
}

/**
 * Activates our receipt rule set, but never silently takes mail from another one: there is only one active
 * rule set per account and region, and whoever had it would stop receiving.
 */
export function createActivateHandler({ active, activate, respond }: ActivateDependencies) {
  const apply = async (event: CloudFormationCustomResourceEvent): Promise<void> => {
    const name = String(event.ResourceProperties.RuleSetName);
    const current = await active();
    if (event.RequestType === 'Delete') {
      // Somebody else's by now: leave it alone.
      if (current === name) await activate(undefined);
      return;
    }
    if (current === name) return;
    if (current !== undefined && event.ResourceProperties.Takeover !== 'true') {
      throw new Error(
        `receipt rule set "${current}" is active. Set ruleSet: { mode: existing, name: ${current} } in stages.yaml ` +
          'to add a rule to it, or takeover: true to replace it',
      );
    }
    await activate(name);
  };

  return async (event: CloudFormationCustomResourceEvent, context: Context): Promise<void> => {
    const common = {
      PhysicalResourceId: `active-receipt-rule-set-${event.ResourceProperties.RuleSetName}`,
      StackId: event.StackId,
      RequestId: event.RequestId,
      LogicalResourceId: event.LogicalResourceId,
    };
    try {
      await apply(event);
      await respond(event.ResponseURL, { ...common, Status: 'SUCCESS' });
    } catch (error) {
      const Reason = `${(error as Error).message} (log stream ${context.logStreamName})`;
      await respond(event.ResponseURL, { ...common, Status: 'FAILED', Reason });
    }
  };
}
