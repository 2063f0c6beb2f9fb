import { parseStages } from '../../lib/stage-config.ts';

const stageWith = (setting: string) =>
  parseStages(`dev:\n  region: eu-west-1\n  inboundDomain: in.example.com\n${setting}`)[0];

describe('the setting console', () => {
  it('is absent unless somebody asks for it', () => {
    expect(stageWith('')?.console).toBeUndefined();
  });

  it.each([true, false])('takes enabled: %s', (enabled) => {
    expect(stageWith(`  console: { enabled: ${enabled} }\n`)?.console).toEqual({ enabled });
  });

  it.each([
    ['true', 'wants an object with the keys'],
    ['{}', 'wants true or false'],
    ['{ enabled: yes please }', 'wants true or false'],
    ['{ enabled: true, colour: red }', 'no such key'],
  ])('refuses %s', (setting, message) => {
    expect(() => stageWith(`  console: ${setting}\n`)).toThrow(message);
  });
});
