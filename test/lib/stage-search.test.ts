import { parseStages } from '../../lib/stage-config.ts';
import { listsMails } from '../../lib/stage-search.ts';

const stageWith = (setting: string) =>
  parseStages(`dev:\n  region: eu-west-1\n  inboundDomain: in.example.com\n${setting}`)[0]!;

describe('the setting search', () => {
  it.each([
    ['', false],
    ['  search: true\n', true],
    ['  console: { enabled: true }\n', true],
    ['  console: { enabled: true }\n  search: false\n', false],
    ['  console: { enabled: false }\n', false],
  ])('with %j makes a list of mails: %s', (setting, isListed) => {
    expect(listsMails(stageWith(setting))).toBe(isListed);
  });

  it('refuses anything but true and false', () => {
    expect(() => stageWith('  search: maybe\n')).toThrow('wants true or false: whether the API lists mails');
  });
});
