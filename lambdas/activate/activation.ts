/** No name of a rule set contains this sign. */
const separator = '|';

/**
 * The physical id of the resource: our rule set, and the one that was active before it.
 *
 * @param previous absent when none was
 */
export const activationId = (ruleSetName: string, previous: string | undefined): string =>
  ['active-receipt-rule-set', ruleSetName, previous ?? ''].join(separator);

/** The rule set that was active before; undefined when none was, or when the id has another form. */
export const previousOf = (id: string): string | undefined => id.split(separator)[2] || undefined;

/** Every deployment may have stages of this prefix, and the shared rule set always has it. */
const defaultNamePrefix = 'postern';
const sharedRuleSetName = `${defaultNamePrefix}-shared`;

/** Our rule set, and the prefixes by which rule sets of other stages are recognized. */
export interface OwnRuleSet {
  readonly name: string;
  /** Name prefixes of the stages that the rule set is for; the default prefix is recognized without being here. */
  readonly namePrefixes: readonly string[];
}

/** A stage that has a rule set of its own, according to the name of that rule set. */
interface OwnerStage {
  readonly stage: string;
  readonly namePrefix: string;
}

/** The stage that makes a rule set of this name for itself. The longest prefix wins: `acme-eu` before `acme`. */
function ownerOf(ruleSetName: string, namePrefixes: readonly string[]): OwnerStage | undefined {
  const prefixes = [...namePrefixes, defaultNamePrefix].toSorted((a, b) => b.length - a.length);
  const namePrefix = prefixes.find((prefix) => ruleSetName.startsWith(`${prefix}-`));
  const stage = namePrefix === undefined ? '' : ruleSetName.slice(namePrefix.length + 1);
  return namePrefix === undefined || stage === '' ? undefined : { stage, namePrefix };
}

/** Why the active rule set stays active, and what to write in `stages.yaml` instead. */
export const refusalOf = (current: string, ours: OwnRuleSet): string =>
  `receipt rule set "${current}" is active. ${wayOut(current, ours)}`;

function wayOut(current: string, { name, namePrefixes }: OwnRuleSet): string {
  if (current === sharedRuleSetName)
    return 'It is the one that stages share: set ruleSet: { mode: shared } for this stage, too, in stages.yaml';
  const owner = ownerOf(current, namePrefixes);
  if (owner === undefined)
    return `Set ruleSet: { mode: existing, name: ${current} } in stages.yaml to add a rule to it, or takeover: true to replace it`;
  return `By its name it belongs to the stage ${owner.stage}: ${besideStage(name)}${doubtOf(owner, current)}`;
}

function besideStage(ours: string): string {
  if (ours === sharedRuleSetName)
    return (
      'if that stage is to share as well, set ruleSet: { mode: shared, takeover: true } in stages.yaml, ' +
      'deploy this stack, and then the stage: until then it receives nothing'
    );
  // A rule in it would be deleted with the stack of that stage, and a takeover would stop the mail of that stage.
  return 'give this stage another region or account, or set ruleSet: { mode: shared } in stages.yaml for both';
}

/** A prefix of your own may begin names that Postern did not make; nobody else names rule sets after Postern. */
const doubtOf = ({ namePrefix }: OwnerStage, current: string): string =>
  namePrefix === defaultNamePrefix
    ? ''
    : `. If no stage made it, set ruleSet: { mode: existing, name: ${current} } to add a rule to it`;
