import type { CloudFormationCustomResourceEvent, CloudFormationCustomResourceResponse, Context } from 'aws-lambda';
import type { Log } from '../domain/mail/log.ts';
import { activationId, type OwnRuleSet, previousOf, refusalOf } from './activation.ts';

export interface ActivateDependencies {
  /** The name of the active rule set of this account and region; undefined when none is active. */
  readonly active: () => Promise<string | undefined>;
  /**
   * Activates a rule set; undefined switches receiving off.
   *
   * @returns false when there is no rule set of that name; then nothing has changed
   */
  readonly activate: (ruleSetName: string | undefined) => Promise<boolean>;
  readonly respond: (url: string, response: CloudFormationCustomResourceResponse) => Promise<void>;
  readonly log: Log;
}

/**
 * Activates our receipt rule set, but never silently takes mail from another one: there is only one active rule set in
 * each region of an account, and the owner of the other one would stop receiving.
 *
 * The rule set that was active before is remembered in the physical id of the resource, and is active again when the
 * resource is deleted, which is also what the rollback of a failed creation does.
 */
export function createActivateHandler(dependencies: ActivateDependencies) {
  return async (event: CloudFormationCustomResourceEvent, { logStreamName }: Context): Promise<void> => {
    const response = await responseTo(dependencies, event, logStreamName);
    await dependencies.respond(event.ResponseURL, response);
  };
}

/** Never rejects: CloudFormation needs an answer for a failure, too. */
async function responseTo(
  dependencies: ActivateDependencies,
  event: CloudFormationCustomResourceEvent,
  logStreamName: string,
): Promise<CloudFormationCustomResourceResponse> {
  const { StackId, RequestId, LogicalResourceId } = event;
  const common = { StackId, RequestId, LogicalResourceId };
  try {
    return { ...common, Status: 'SUCCESS', PhysicalResourceId: await apply(dependencies, event) };
  } catch (error) {
    // CloudFormation deletes a resource that was not created, too: by an id that remembers nothing.
    const PhysicalResourceId =
      event.RequestType === 'Create'
        ? activationId(String(event.ResourceProperties.RuleSetName), undefined)
        : event.PhysicalResourceId;
    const Reason = `${error instanceof Error ? error.message : String(error)} (log stream ${logStreamName})`;
    return { ...common, Status: 'FAILED', PhysicalResourceId, Reason };
  }
}

/** @returns the physical id of the resource from now on */
async function apply(dependencies: ActivateDependencies, event: CloudFormationCustomResourceEvent): Promise<string> {
  const ours = readOwnRuleSet(event.ResourceProperties);
  const canTakeOver = event.ResourceProperties.Takeover === 'true';
  switch (event.RequestType) {
    case 'Create':
      return create(dependencies, ours, canTakeOver);
    case 'Update': {
      if (isSameRuleSet(event.ResourceProperties, event.OldResourceProperties)) return event.PhysicalResourceId;
      const nameBefore = String(event.OldResourceProperties.RuleSetName);
      return update(dependencies, event.PhysicalResourceId, ours, nameBefore, canTakeOver);
    }
    case 'Delete':
      await remove(dependencies, event.PhysicalResourceId, ours.name);
      return event.PhysicalResourceId;
  }
}

/**
 * A change of the prefixes alone, as by an update to this version, changes the text of a refusal: another rule set that a
 * person has activated since must not fail the deployment, nor lose its mail to a takeover.
 */
const isSameRuleSet = (now: Readonly<Record<string, unknown>>, before: Readonly<Record<string, unknown>>): boolean =>
  now.RuleSetName === before.RuleSetName && now.Takeover === before.Takeover;

/** A deployment of an earlier version has no `NamePrefixes`. */
function readOwnRuleSet({ RuleSetName, NamePrefixes }: Readonly<Record<string, unknown>>): OwnRuleSet {
  const namePrefixes = Array.isArray(NamePrefixes) ? NamePrefixes.map(String) : [];
  return { name: String(RuleSetName), namePrefixes };
}

async function create(dependencies: ActivateDependencies, ours: OwnRuleSet, canTakeOver: boolean): Promise<string> {
  const { name } = ours;
  const current = await dependencies.active();
  if (current === name) return activationId(name, undefined);
  if (current !== undefined && !canTakeOver) throw new Error(refusalOf(current, ours));
  await activateExisting(dependencies, name);
  return activationId(name, current);
}

/**
 * The id stays while the name does: CloudFormation deletes the resource of an id that changed, which would activate
 * another rule set. After a change of the name it does so as well, and then finds ours active under its new name.
 */
async function update(
  dependencies: ActivateDependencies,
  id: string,
  ours: OwnRuleSet,
  nameBefore: string,
  canTakeOver: boolean,
): Promise<string> {
  const { name } = ours;
  const current = await dependencies.active();
  const isForeign = current !== undefined && current !== name && current !== nameBefore;
  if (isForeign && !canTakeOver) throw new Error(refusalOf(current, ours));
  if (current !== name) await activateExisting(dependencies, name);
  return name === nameBefore ? id : activationId(name, previousOf(id));
}

async function remove({ active, activate, log }: ActivateDependencies, id: string, name: string): Promise<void> {
  // Another rule set is active by now, or ours never was: it stays.
  if ((await active()) !== name) return;
  const previous = previousOf(id);
  if (await activate(previous)) return;
  log.warn('activate.previous-is-gone', { ruleSet: name, previous });
  await activate(undefined);
}

async function activateExisting({ activate }: ActivateDependencies, name: string): Promise<void> {
  if (!(await activate(name))) throw new Error(`there is no receipt rule set "${name}" in this region`);
}
