import { parseStages } from '../../lib/stage-config.ts';

describe('stage configuration', () => {
  it('retains data in prod and destroys it elsewhere, unless it is told', () => {
    const stages = parseStages(
      'prod: { region: eu-west-1, inboundDomain: in.example.com }\ndev: { region: eu-west-1, inboundDomain: in.dev.example.com }\n',
    );

    expect(stages.map(({ stage, retain, rawRetentionDays }) => [stage, retain, rawRetentionDays])).toEqual([
      ['prod', true, 90],
      ['dev', false, 90],
    ]);
  });

  it('reports every mistake at once: the key, what was found, what is wanted', () => {
    const wrong = `dev:
  account: 123
  region: eu-south-9
  inboundDomain: Inbound.Example.com
  ruleSet: { mode: existing }
  rawRetentionDays: 3
  colour: blue
`;

    expect(() => parseStages(wrong)).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(
          /6 mistake.*dev\.account: found 123;.*dev\.region: found "eu-south-9"; wants a region in which SES receives mail.*dev\.inboundDomain.*dev\.ruleSet\.name: found nothing.*dev\.rawRetentionDays: found 3; wants 14 or more.*colour/s,
        ) as string,
      }) as Error,
    );
  });

  it('says that a file is no YAML', () => {
    expect(() => parseStages('a: [')).toThrow(/stages\.yaml: is not YAML/);
  });
});
