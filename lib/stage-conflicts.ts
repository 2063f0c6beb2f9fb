import { type NamedStage, ownRuleSetName, sharedRuleSetName } from './stage-names.ts';

/** The place, the name and the mail of a stage. */
export interface StagePlacement extends NamedStage {
  /** Absent: the account of whoever deploys. */
  readonly account?: string | undefined;
  readonly region: string;
  readonly inboundDomain: string;
  readonly ruleSet: { readonly mode: 'own' | 'shared' } | { readonly mode: 'existing'; readonly name: string };
}

/** A setting that cannot be deployed beside an earlier stage of the file. */
interface StageConflict {
  /** Where in the file, from the stage's name on. */
  readonly path: readonly string[];
  /** The value to write instead, and the reason. */
  readonly message: string;
}

/**
 * Finds stages that cannot be deployed beside each other, because SES has one active receipt rule set in each region of
 * an account, and one identity for a domain.
 *
 * Stages are in one account when both name the same or neither names any. A stage that names one is taken to be elsewhere
 * than a stage that names none, unless the caller says which account that is.
 *
 * @param stages in the order of the file; a conflict is reported at the later stage
 * @param currentAccount the account of whoever deploys, where it is known
 * @see https://docs.aws.amazon.com/ses/latest/dg/receiving-email-concepts.html
 */
export function findStageConflicts(stages: readonly StagePlacement[], currentAccount?: string): StageConflict[] {
  const placeOf = placesWith(currentAccount);
  return stages.flatMap((stage, index) => {
    const earlier = stages.slice(0, index);
    const inSamePlace = stages.filter((other) => other !== stage && placeOf(other) === placeOf(stage));
    const earlierInPlace = inSamePlace.filter((other) => earlier.includes(other));
    return [
      nameConflict(stage, earlier),
      ruleSetConflict(stage, earlierInPlace, inSamePlace),
      domainConflict(stage, earlier),
      subdomainConflict(stage, earlierInPlace),
    ].filter((conflict) => conflict !== undefined);
  });
}

const placesWith =
  (currentAccount: string | undefined) =>
  ({ account = currentAccount, region }: Pick<StagePlacement, 'account' | 'region'>): string =>
    `${account ?? ''} ${region}`;

/**
 * Resources that stages share in any case, a text by the name of each stage: SES has one suppression list in each region of an
 * account, and nothing in it says which stage an address is from.
 *
 * @param currentAccount the account of whoever deploys, where it is known
 * @see https://docs.aws.amazon.com/ses/latest/dg/sending-email-suppression-list.html
 */
export function sharedListWarnings(
  stages: ReadonlyArray<Pick<StagePlacement, 'stage' | 'account' | 'region'>>,
  currentAccount?: string,
): ReadonlyMap<string, string> {
  const inOnePlace = [...Map.groupBy(stages, placesWith(currentAccount)).values()].filter(({ length }) => length > 1);
  const warnings = inOnePlace.flatMap((sharing) =>
    sharing.map(({ stage }) => {
      const others = sharing.map((other) => other.stage).filter((other) => other !== stage);
      return [
        stage,
        `${stage} shares the suppression list of SES with ${others.join(', ')}, since there is one in each region of an account: ` +
          'what bounces or complains at one is sent nothing by the others, and what a person takes back at one is taken back for all. ' +
          'Give each a region or account where that is not meant; see docs/configuration.md#several-stages',
      ] as const;
    }),
  );
  return new Map(warnings);
}

function activeRuleSetOf({ stage, namePrefix, ruleSet }: StagePlacement): string {
  switch (ruleSet.mode) {
    case 'own':
      return ownRuleSetName(stage, namePrefix);
    case 'shared':
      return sharedRuleSetName;
    case 'existing':
      return ruleSet.name;
  }
}

/** The prefix `a` with the stage `b-c` makes the same names as `a-b` with `c`; in one CDK app they may not be equal in any place. */
function nameConflict(stage: StagePlacement, earlier: readonly StagePlacement[]): StageConflict | undefined {
  const nameOf = ({ stage: name, namePrefix }: StagePlacement): string => ownRuleSetName(name, namePrefix);
  const other = earlier.find((candidate) => nameOf(candidate) === nameOf(stage));
  if (other === undefined) return undefined;
  return {
    path: [stage.stage, 'namePrefix'],
    message: `wants another prefix: with this one its names are those of ${other.stage}, ${nameOf(stage)}-…`,
  };
}

function ruleSetConflict(
  stage: StagePlacement,
  earlierInPlace: readonly StagePlacement[],
  inSamePlace: readonly StagePlacement[],
): StageConflict | undefined {
  const { ruleSet } = stage;
  if (ruleSet.mode === 'existing' && ruleSet.name === sharedRuleSetName)
    return {
      path: [stage.stage, 'ruleSet'],
      message: 'wants { mode: shared }: that is how a stage adds to this rule set, which a stack of its own makes',
    };
  const owner =
    ruleSet.mode === 'existing' &&
    [stage, ...inSamePlace].find((other) => ruleSet.name === ownRuleSetName(other.stage, other.namePrefix));
  if (owner)
    return {
      path: [stage.stage, 'ruleSet', 'name'],
      message:
        `wants a rule set that no stage makes: this one belongs to the stack of ${owner.stage}, ` +
        'and goes with it, with every rule in it',
    };
  const other = earlierInPlace.find((candidate) => activeRuleSetOf(candidate) !== activeRuleSetOf(stage));
  if (other === undefined) return undefined;
  return {
    path: [stage.stage, 'ruleSet'],
    message:
      `wants another region or account than ${other.stage}, or { mode: shared } or ` +
      '{ mode: existing, name: <a rule set of yours> } in both: ' +
      `SES has one active rule set in each region of an account, and for ${other.stage} that is ${activeRuleSetOf(other)}`,
  };
}

function domainConflict(stage: StagePlacement, earlier: readonly StagePlacement[]): StageConflict | undefined {
  const other = earlier.find(({ inboundDomain }) => inboundDomain === stage.inboundDomain);
  if (other === undefined) return undefined;
  return {
    path: [stage.stage, 'inboundDomain'],
    message: `wants a domain of its own: ${other.stage} has this one, and the MX record of a domain leads to one stage`,
  };
}

/** A receipt rule takes the mail of all subdomains, too, and SES runs every rule that matches. */
function subdomainConflict(
  stage: StagePlacement,
  earlierInPlace: readonly StagePlacement[],
): StageConflict | undefined {
  const contains = (parent: string, child: string): boolean => child.endsWith(`.${parent}`);
  const other = earlierInPlace.find(
    ({ inboundDomain }) => contains(inboundDomain, stage.inboundDomain) || contains(stage.inboundDomain, inboundDomain),
  );
  if (other === undefined) return undefined;
  return {
    path: [stage.stage, 'inboundDomain'],
    message:
      `wants a domain that neither contains nor lies in ${other.inboundDomain} of ${other.stage}, in the same account ` +
      'and region: a stage takes the mail of its subdomains, so both would take the same mail',
  };
}
