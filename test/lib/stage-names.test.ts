import { ownRuleSetName, sharedRuleSetName, sharedRuleSetStackName, stageNames } from '../../lib/stage-names.ts';

/** Every name of a stage, as text. */
function namesOf(namePrefix: string, stage: string): Record<string, string> {
  const { alarm, functionLogs, edge, ...names } = stageNames({ namePrefix, stage });
  return {
    ...names,
    alarm: alarm('MailWaits'),
    functionLogs: functionLogs('parse'),
    edge: edge('eu-west-1', 'Page'),
  };
}

describe('the names of a stage', () => {
  it('are those that stages have had from the start where no prefix is given', () => {
    expect(namesOf('postern', 'prod')).toEqual({
      title: 'Postern-prod',
      metrics: 'prod',
      base: 'postern-prod',
      secretPrefix: 'postern/prod/',
      apiLogs: '/aws/vendedlogs/postern/prod/api',
      alarm: 'postern-prod-MailWaits',
      functionLogs: '/aws/lambda/postern-prod-parse',
      edge: 'postern-prod-eu-west-1-Page',
    });
  });

  it('begin with the prefix as it is written', () => {
    expect(namesOf('acme-mail', 'prod')).toEqual({
      title: 'acme-mail-prod',
      metrics: 'acme-mail/prod',
      base: 'acme-mail-prod',
      secretPrefix: 'acme-mail/prod/',
      apiLogs: '/aws/vendedlogs/acme-mail/prod/api',
      alarm: 'acme-mail-prod-MailWaits',
      functionLogs: '/aws/lambda/acme-mail-prod-parse',
      edge: 'acme-mail-prod-eu-west-1-Page',
    });
  });

  it('share none with a stage of another prefix and the same name', () => {
    const [ours, theirs] = [namesOf('postern', 'prod'), namesOf('acme', 'prod')];

    expect(Object.values(ours).filter((name) => Object.values(theirs).includes(name))).toEqual([]);
  });

  it('leave the rule set that stages share as it is, since stages of any prefix share it', () => {
    expect([ownRuleSetName('dev', 'acme'), sharedRuleSetName, sharedRuleSetStackName('eu-west-1')]).toEqual([
      'acme-dev',
      'postern-shared',
      'Postern-shared-eu-west-1',
    ]);
  });
});
